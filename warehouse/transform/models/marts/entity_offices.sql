-- One row per term of an office that a person of the archive held, as the lists state.
-- unique_key: entity_id, office, office_of_id, held_from
-- order_by: entity_id, held_from nulls first, office, office_of_id
select
    offices.entity_id,
    offices.office,
    coalesce(offices.body_id, 'country/' || offices.country) as office_of_id,
    coalesce(owners.name, offices.country, offices.body_id) as office_of_name,
    offices.held_from,
    max(offices.held_until) as held_until
from raw.listed_offices as offices
left join raw.listed_entities as owners
    on coalesce(offices.body_id, 'country/' || offices.country) = owners.entity_id
where offices.entity_id in (select entities.entity_id from marts.entities as entities)
group by
    offices.entity_id,
    offices.office,
    offices.country,
    offices.body_id,
    owners.name,
    offices.held_from
