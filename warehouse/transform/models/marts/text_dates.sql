-- One row per date mentioned in the body of an article.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    text_dates.seq,
    text_dates.start_char,
    text_dates.end_char,
    text_dates.text,
    text_dates.date_kind,
    text_dates.happened_on
from staging.latest_articles as latest
inner join raw.text_dates as text_dates on latest.capture_id = text_dates.capture_id
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
