-- In which months was an entity named far more often than in the two years before?
with

monthly as (

    select
        days.entity_id,
        date_trunc('month', days.published_on)::date as month,
        sum(days.article_count) as articles
    from entity_days as days
    where days.published_on is not null
    group by days.entity_id, date_trunc('month', days.published_on)

),

compared as (

    select
        monthly.*,
        sum(monthly.articles) over former / 24 as usual
    from monthly
    window former as (
        partition by monthly.entity_id
        order by monthly.month
        range between interval 24 month preceding and interval 1 month preceding
    )

)

select
    entities.name,
    entities.entity_type,
    compared.month,
    compared.articles,
    round(coalesce(compared.usual, 0), 2) as usual_a_month,
    -- Excess over the expected count in Poisson standard deviations, with 1 added for smoothing.
    round(
        (compared.articles - coalesce(compared.usual, 0)) / sqrt(coalesce(compared.usual, 0) + 1), 1
    ) as burst
from compared
inner join entities on compared.entity_id = entities.entity_id
where compared.articles >= 2
order by burst desc, compared.month asc, entities.entity_id asc
limit 25
