-- One row per article dated before or after the archive's time range.
-- severity: warn
-- scope: article
select
    articles.article_id,
    articles.url,
    articles.published_on,
    articles.published_from
from marts.articles as articles
where articles.published_on not between $first_day and $last_day
