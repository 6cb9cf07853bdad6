-- One row per article without title or body.
-- severity: stop
-- scope: article
select
    articles.article_id,
    articles.url
from marts.articles as articles
where trim(articles.title) = '' or trim(articles.body) = ''
