-- One row per entity of a kind, those in most articles first.
-- needs: entities
select
    entity_id,
    name,
    article_count,
    first_published_on,
    last_published_on
from entities
-- The newspaper names itself in most articles.
where entity_type = $entity_type and entity_id <> 'org/asharq-al-awsat'
order by article_count desc, entity_id asc
limit $max_rows
