-- One row per article and URL at which it was captured.
-- unique_key: article_id, url
-- order_by: article_id, url
-- materialized: incremental by article_id
select
    captures.article_id,
    captures.url,
    captures.url = latest.url as is_current,
    min(captures.captured_at) as first_captured_at,
    max(captures.captured_at) as last_captured_at,
    count(*) as capture_count,
    coalesce(
        list_sort(list(distinct captures.post_id) filter (where captures.post_id is not null)), []
    ) as post_ids
from staging.article_captures as captures
inner join staging.latest_articles as latest on captures.article_id = latest.article_id
group by captures.article_id, captures.url, latest.url
