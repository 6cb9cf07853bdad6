-- One row per relative of a person of the archive, as the lists state, if the relative is in the archive or on the lists.
-- unique_key: entity_id, relation, relative_id
-- order_by: entity_id, relation, relative_id
select
    kin.entity_id,
    kin.relation,
    kin.relative_id,
    coalesce(max(named.name), max(listed.name), max(kin.relative_name)) as relative_name
from raw.listed_kin as kin
left join marts.entities as named on kin.relative_id = named.entity_id
left join raw.listed_entities as listed on kin.relative_id = listed.entity_id
where
    kin.entity_id in (select entities.entity_id from marts.entities as entities)
    and (named.entity_id is not null or listed.entity_id is not null)
group by kin.entity_id, kin.relation, kin.relative_id
