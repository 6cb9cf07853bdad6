-- One row per entity of a kind, those in most articles first.
-- needs: entities
select
    entity_id,
    name,
    article_count,
    first_seen,
    last_seen
from entities
where entity_type = $entity_type
order by article_count desc, entity_id asc
limit $max_rows
