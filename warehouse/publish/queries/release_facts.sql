-- One row per publication: its number of articles, their first and last day.
select
    count(*) as article_count,
    min(articles.published_on) as first_day,
    max(articles.published_on) as last_day
from articles
