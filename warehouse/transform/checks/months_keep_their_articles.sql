-- One row per month that has fewer articles than in the last publication.
-- severity: stop
with

built as (

    select
        date_trunc('month', articles.published_on) as month,
        count(*) as articles
    from marts.articles as articles
    group by all

),

published as (

    select
        date_trunc('month', articles.published_on) as month,
        count(*) as articles
    from previous_articles as articles
    group by all

)

select
    published.month,
    published.articles as articles_before,
    coalesce(built.articles, 0) as articles
from published
left join built on published.month is not distinct from built.month
where
    published.articles - coalesce(built.articles, 0)
    > greatest($lost_articles, $lost_share * published.articles)
