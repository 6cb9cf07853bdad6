-- One row per article: its best capture, whose names are resolved.
select
    latest.capture_id,
    latest.article_id
from staging.latest_articles as latest
