-- One row per conflict between two values on an article's page.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.field,
    parts.chosen,
    parts.chosen_from,
    parts.other,
    parts.other_from
from staging.latest_articles as latest
inner join raw.conflicts as parts on latest.capture_id = parts.capture_id
