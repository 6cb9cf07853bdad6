-- One row per article and author, in byline order.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    -- A name in another script is its own id.
    coalesce(
        parts.slug,
        nullif(trim(regexp_replace(lower(strip_accents(parts.name)), '[^a-z0-9]+', '-', 'g'), '-'), ''),
        nullif(trim(regexp_replace(lower(parts.name), '[^\p{L}\p{M}\p{N}]+', '-', 'g'), '-'), ''),
        parts.name
    ) as author_id,
    parts.name as author_name,
    parts.slug as author_slug
from staging.latest_articles as latest
inner join raw.article_authors as parts on latest.capture_id = parts.capture_id
