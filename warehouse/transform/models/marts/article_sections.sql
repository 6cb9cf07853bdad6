-- One row per article and section.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.slug as section_path,
    parts.name as section_name
from staging.latest_articles as latest
inner join raw.article_sections as parts on latest.capture_id = parts.capture_id
