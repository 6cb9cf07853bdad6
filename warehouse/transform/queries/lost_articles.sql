-- One row per article of the last publication that is missing now.
select
    articles.article_id,
    articles.url,
    articles.published_on
from previous_articles as articles
where
    articles.article_id not in (select built.article_id from marts.articles as built)
    -- An article may have been merged into another one: the same post at another URL.
    and articles.url not in (
        select addresses.url
        from marts.article_addresses as addresses
        semi join marts.articles as built on addresses.article_id = built.article_id
    )
