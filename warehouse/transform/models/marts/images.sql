-- One row per picture of an article.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.url as image_url,
    parts.caption,
    parts.credit,
    parts.media_id,
    parts.is_featured
from staging.latest_articles as latest
inner join staging.article_images as parts on latest.capture_id = parts.capture_id
