-- One row per article and field, with the place on the page its value came from.
-- unique_key: article_id, seq
-- order_by: article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    parts.seq,
    parts.field,
    parts.source as found_in
from staging.latest_articles as latest
inner join raw.provenance as parts on latest.capture_id = parts.capture_id
