-- One row per article without a capture.
-- severity: stop
select
    articles.article_id,
    articles.url,
    articles.capture_id
from marts.articles as articles
where articles.capture_id not in (select captures.capture_id from marts.captures as captures)
