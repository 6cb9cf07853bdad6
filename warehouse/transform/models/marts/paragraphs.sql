-- One row per block of an article's body text, in order.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.kind as paragraph_kind,
    parts.speaker,
    parts.text,
    parts.text_with_dateline
from staging.latest_articles as latest
inner join staging.article_paragraphs as parts on latest.capture_id = parts.capture_id
