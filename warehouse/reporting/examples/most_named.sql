-- Who and what is named in most articles?
select
    entities.name,
    entities.entity_type,
    entities.country,
    entities.article_count,
    entities.mention_count,
    entities.first_published_on,
    entities.last_published_on
from entities
-- The newspaper names itself in most articles.
where entities.entity_id <> 'org/asharq-al-awsat'
order by entities.article_count desc, entities.entity_id asc
limit 25
