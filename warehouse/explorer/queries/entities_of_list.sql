-- One row per entity of a list.
-- needs: entities
select
    entity_id,
    entity_type,
    name,
    article_count
from entities
where entity_id in (select unnest($entity_ids::varchar[]))
order by article_count desc, entity_id asc
