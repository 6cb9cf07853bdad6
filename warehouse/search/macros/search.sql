-- One row per article that contains all words of a query, best match first.
-- macro: search(query)
select
    articles.article_id,
    round(hits.score, 3) as score,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.author,
    articles.url
from hits
inner join main.articles as articles on hits.article_id = articles.article_id
order by hits.score desc, articles.published_on desc nulls last, articles.article_id asc
