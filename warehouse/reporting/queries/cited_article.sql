-- One row: the article at a URL, or with an id.
select articles.article_id
from articles
where
    articles.url in ($wanted, $wanted || '/')
    or articles.canonical_url in ($wanted, $wanted || '/')
    or articles.article_id = try_cast(ltrim($wanted, '''') as bigint)
order by articles.url in ($wanted, $wanted || '/') desc, articles.article_id asc
limit 1
