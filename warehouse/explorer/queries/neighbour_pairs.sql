-- One row per pair of listed entities that are named in the same articles.
-- needs: entity_pairs
with listed as (select unnest($entity_ids::varchar[]) as entity_id)

select
    entity_id,
    neighbour_id,
    article_count
from entity_pairs
where
    entity_id in (select listed.entity_id from listed)
    and neighbour_id in (select listed.entity_id from listed)
order by article_count desc, entity_id asc, neighbour_id asc
