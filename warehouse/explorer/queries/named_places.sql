-- One row per place and country that articles mention.
-- needs: mentions, entities
with

placed as (

    select distinct
        mentions.article_id,
        entities.entity_id,
        entities.country
    from mentions
    inner join entities on mentions.entity_id = entities.entity_id
    where
        mentions.field <> 'caption'
        and entities.entity_type = 'LOC'
        and ($since::date is null or mentions.published_on >= $since::date)
        and ($until::date is null or mentions.published_on <= $until::date)

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
