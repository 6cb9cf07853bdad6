-- One row per article of a section and place that it mentions.
-- needs: mentions, entities, articles
select distinct
    mentions.article_id,
    entities.entity_id,
    entities.country
from mentions
inner join entities on mentions.entity_id = entities.entity_id
inner join articles on mentions.article_id = articles.article_id
where
    mentions.field <> 'caption'
    and entities.entity_type = 'LOC'
    and ($since::date is null or mentions.published_on >= $since::date)
    and ($until::date is null or mentions.published_on <= $until::date)
    and (
        articles.section_path = $section
        or starts_with(articles.section_path, $section || '/')
    )
