-- One row per article of the last publication that is missing now, if there are too many of them.
-- severity: stop
with

missing as (

    select
        articles.article_id,
        articles.url,
        count(*) over () as articles_lost
    from previous_articles as articles
    where
        articles.article_id not in (select built.article_id from marts.articles as built)
        -- An article may have been merged into another one: the same post at another URL.
        and articles.url not in (
            select addresses.url
            from marts.article_addresses as addresses
            semi join marts.articles as built on addresses.article_id = built.article_id
        )

)

select
    missing.article_id,
    missing.url,
    missing.articles_lost
from missing
where
    missing.articles_lost
    > greatest($lost_articles, $lost_total_share * (select count(*) from previous_articles))
