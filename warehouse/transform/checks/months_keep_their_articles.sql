-- One row per month that lost too many articles of the last publication.
-- severity: stop unless accepted
with

lost as (

    select
        date_trunc('month', articles.published_on) as month,
        count(*) as articles
    from lost_articles as articles
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
    lost.articles as articles_lost
from published
inner join lost on published.month is not distinct from lost.month
where lost.articles > greatest($lost_articles, $lost_share * published.articles)
