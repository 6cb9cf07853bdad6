-- One row per place and country that articles are filed from.
-- needs: mentions, entities, articles
with

placed as (

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

),

-- A country counts the articles of all its places, each article once.
counted as (

    select
        article_id,
        entity_id
    from placed
    union
    select
        article_id,
        'country/' || country as entity_id
    from placed
    where country is not null

)

select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    count(*) as article_count
from counted
inner join entities on counted.entity_id = entities.entity_id
group by all
order by article_count desc, entities.entity_id asc
