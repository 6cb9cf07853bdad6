-- One row per entity whose counts differ from the counts of its mentions.
-- severity: stop
-- refresh: on_article_change
with

counted as (

    select
        mentions.entity_id,
        count(*) as mention_count,
        count(distinct mentions.article_id) as article_count
    from marts.mentions as mentions
    where mentions.field <> 'caption'
    group by mentions.entity_id

)

select
    entities.entity_id,
    entities.mention_count,
    counted.mention_count as mentions_there,
    entities.article_count,
    counted.article_count as articles_there
from marts.entities as entities
left join counted on entities.entity_id = counted.entity_id
where
    entities.mention_count is distinct from counted.mention_count
    or entities.article_count is distinct from counted.article_count
