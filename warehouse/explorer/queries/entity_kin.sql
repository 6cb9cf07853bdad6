-- One row per relative of a person, as the lists state; those named most in the same articles first.
-- needs: entity_kin, entities, entity_pairs
select
    kin.relation,
    kin.relative_id,
    kin.relative_name,
    named.entity_id is not null as is_named,
    coalesce(pairs.article_count, 0) as article_count
from entity_kin as kin
left join entities as named on kin.relative_id = named.entity_id
left join entity_pairs as pairs
    on
        pairs.entity_id = least(kin.entity_id, kin.relative_id)
        and pairs.neighbour_id = greatest(kin.entity_id, kin.relative_id)
where kin.entity_id = $entity_id
order by article_count desc, is_named desc, kin.relative_name asc, kin.relation asc
limit 40
