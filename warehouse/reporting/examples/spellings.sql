-- How many spellings does one person or place have?
select
    entities.name,
    entities.entity_type,
    len(entities.aliases) as spellings,
    entities.aliases,
    entities.article_count
from entities
order by spellings desc, entities.article_count desc, entities.entity_id asc
limit 25
