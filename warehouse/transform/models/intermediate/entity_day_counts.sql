-- One row per entity and day of publication (null: nobody knows it), outside captions.
-- key: entity_id, published_on
-- order: entity_id, published_on nulls last
-- additive: marts.mentions
select
    mentions.entity_id,
    mentions.published_on,
    count(distinct mentions.article_id) as article_count,
    count(*) as mention_count
from marts.mentions as mentions
where mentions.field <> 'caption'
group by mentions.entity_id, mentions.published_on
