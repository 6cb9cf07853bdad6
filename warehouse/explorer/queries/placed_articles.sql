-- One row per article and place that it is filed from.
-- needs: mentions, entities, articles
select distinct
    mentions.article_id,
    entities.entity_id,
    entities.country
from mentions
inner join entities on mentions.entity_id = entities.entity_id
inner join articles on mentions.article_id = articles.article_id
where
    mentions.field = 'dateline'
    and entities.entity_type = 'LOC'
    and ($since::date is null or mentions.published_on >= $since::date)
    and ($until::date is null or mentions.published_on <= $until::date)
    and (
        $section = '' or articles.section_path = $section
        or starts_with(articles.section_path, $section || '/')
    )
