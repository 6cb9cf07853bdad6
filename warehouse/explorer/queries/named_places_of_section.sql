-- One row per place that articles of a section mention, including countries.
-- needs: mentions, entities, articles
select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    count(distinct mentions.article_id) as article_count
from mentions
inner join entities on mentions.entity_id = entities.entity_id
inner join articles on mentions.article_id = articles.article_id
where
    mentions.field <> 'caption'
    and entities.entity_type = 'LOC'
    and ($since::date is null or mentions.published_on >= $since::date)
    and ($until::date is null or mentions.published_on <= $until::date)
    and (
        articles.section_path = $section or starts_with(articles.section_path, $section || '/')
    )
group by all
order by article_count desc, entities.entity_id asc
