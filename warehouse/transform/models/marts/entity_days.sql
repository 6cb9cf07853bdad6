-- One row per entity and date of publication of articles that name it, outside captions.
-- unique_key: entity_id, published_on
-- order_by: entity_id, published_on
-- refresh: on_article_change
select
    days.entity_id,
    days.published_on,
    days.article_count,
    days.mention_count
from intermediate.entity_day_counts as days
where days.published_on is not null
