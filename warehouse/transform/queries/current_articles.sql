-- One row per article: the digest of its text, and its row id in raw.articles (negative: joined).
select
    latest.article_id,
    texts.body_sha256,
    case when split.capture_id is null then articles.rowid else -1 - articles.capture_id end as place
from staging.latest_articles as latest
inner join raw.articles as articles on latest.capture_id = articles.capture_id
inner join staging.article_texts as texts on latest.capture_id = texts.capture_id
left join staging.split_articles as split on latest.capture_id = split.capture_id
