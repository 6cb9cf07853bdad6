-- One row per captured page that was rejected as an article, with the reason.
-- unique_key: capture_id
-- order_by: url, captured_at, capture_id
select
    rejections.capture_id,
    rejections.url,
    rejections.reason,
    rejections.is_expected,
    rejections.detail,
    rejections.url in (select articles.url from marts.articles as articles) as has_article,
    captures.status as http_status,
    captures.captured_at,
    captures.source as captured_from,
    rejections.parser_version
from staging.rejections as rejections
left join raw.captures as captures on rejections.capture_id = captures.capture_id
