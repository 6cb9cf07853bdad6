-- One row per article on whose body the parser and a second extractor disagree.
-- severity: warn
-- scope: article
select
    articles.article_id,
    articles.url,
    articles.layout,
    articles.body_confidence,
    articles.body_chars
from marts.articles as articles
where articles.body_confidence < $least_confidence
