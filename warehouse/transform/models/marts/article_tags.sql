-- One row per article and tag.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.slug as tag_slug,
    parts.name as tag_name
from staging.latest_articles as latest
inner join raw.article_tags as parts on latest.capture_id = parts.capture_id
