-- One row per article: the latest capture that gave one. A later rejection does not take it away.
select
    articles.article_id,
    articles.capture_id,
    captures.captured_at,
    captures.source
from raw.articles as articles
left join raw.captures as captures on articles.capture_id = captures.capture_id
qualify row_number() over (
    partition by articles.article_id
    order by captures.captured_at desc nulls last, articles.capture_id desc
) = 1
