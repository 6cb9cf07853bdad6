-- One row per article: the digest of its text, and its row id in raw.articles.
select
    latest.article_id,
    articles.body_sha256,
    articles.rowid as place
from staging.latest_articles as latest
inner join raw.articles as articles on latest.capture_id = articles.capture_id
