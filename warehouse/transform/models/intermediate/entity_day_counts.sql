-- One row per entity and date of publication (null: unknown), outside captions.
-- unique_key: entity_id, published_on
-- order_by: entity_id, published_on nulls last
-- materialized: incremental sums of marts.mentions
select
    mentions.entity_id,
    mentions.published_on,
    count(distinct mentions.article_id) as article_count,
    count(*) as mention_count
from marts.mentions as mentions
where mentions.field <> 'caption'
group by mentions.entity_id, mentions.published_on
