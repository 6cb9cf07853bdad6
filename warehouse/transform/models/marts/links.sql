-- One row per outgoing link of an article's body text.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.url as target_url,
    parts.text as link_text,
    parts.is_internal
from staging.latest_articles as latest
inner join staging.article_links as parts on latest.capture_id = parts.capture_id
