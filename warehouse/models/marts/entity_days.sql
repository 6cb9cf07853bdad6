-- One row per entity and day of publication it is named on, outside captions.
-- key: entity_id, published_on
-- order: entity_id, published_on
-- made: when articles change
select
    mentions.entity_id,
    mentions.published_on,
    count(distinct mentions.article_id) as article_count,
    count(*) as mention_count
from marts.mentions as mentions
where mentions.field <> 'caption' and mentions.published_on is not null
group by mentions.entity_id, mentions.published_on
