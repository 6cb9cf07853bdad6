-- How often is a person named each month, and is a month without mentions quiet or missing?
with

chosen as (

    -- To choose a person, add a condition on entities.name here.
    select
        entities.entity_id,
        entities.name
    from entities
    where entities.entity_type = 'PER'
    order by entities.article_count desc, entities.entity_id asc
    limit 1

),

named as (

    select
        date_trunc('month', days.published_on)::date as month,
        sum(days.article_count) as articles
    from entity_days as days
    inner join chosen on days.entity_id = chosen.entity_id
    group by date_trunc('month', days.published_on)

),

months as (

    select
        coverage.month,
        sum(coverage.loaded) as loaded,
        sum(coverage.missing) as missing
    from coverage
    where coverage.month is not null
    group by coverage.month

)

select
    months.month,
    chosen.name,
    coalesce(named.articles, 0) as articles_naming,
    months.loaded as articles_of_the_month,
    months.missing as pages_missing,
    round(100.0 * coalesce(named.articles, 0) / nullif(months.loaded, 0), 1) as percent
from months
cross join chosen
left join named on months.month = named.month
order by months.month
