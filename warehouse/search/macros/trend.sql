-- One row per month of the archive: articles that match a query, their share, and pages missing.
-- macro: trend(query)
with

months as (

    select
        date_trunc('month', articles.published_on)::date as month,
        count(*) as articles_in_month,
        count(hits.article_id) as article_count
    from main.articles as articles
    left join hits on articles.article_id = hits.article_id
    where articles.published_on is not null
    group by all

),

missing as (

    select
        coverage.month,
        sum(coverage.missing)::bigint as missing_pages
    from main.coverage as coverage
    where coverage.month is not null
    group by coverage.month

)

select
    coalesce(months.month, missing.month) as month,
    coalesce(months.article_count, 0) as article_count,
    coalesce(months.articles_in_month, 0) as articles_in_month,
    months.article_count / months.articles_in_month as share,
    coalesce(missing.missing_pages, 0) as missing_pages
from months
full join missing on months.month = missing.month
order by month
