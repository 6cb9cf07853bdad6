-- One row per entity and article that names it outside captions.
-- unique_key: entity_id, article_id
-- order_by: entity_id, published_on nulls last, article_id
-- materialized: incremental by article_id
select
    mentions.entity_id,
    mentions.article_id,
    mentions.published_on,
    count(*) as mention_count,
    histogram(mentions.text) as spellings
from marts.mentions as mentions
where mentions.field <> 'caption'
group by all
