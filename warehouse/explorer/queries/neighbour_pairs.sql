-- One row per pair of listed entities that are named in the same articles.
-- needs: entity_pairs
with listed as (select unnest($entity_ids::varchar[]) as entity_id)

select
    entity_a,
    entity_b,
    article_count
from entity_pairs
where
    entity_a in (select listed.entity_id from listed)
    and entity_b in (select listed.entity_id from listed)
order by article_count desc, entity_a asc, entity_b asc
