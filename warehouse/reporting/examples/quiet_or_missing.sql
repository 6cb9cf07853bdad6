-- Which months have unusually few articles, and were they quiet or are pages missing?
with

known as (

    select
        coverage.month,
        sum(coverage.loaded) as loaded,
        sum(coverage.missing) as missing
    from coverage
    where coverage.month is not null
    group by coverage.month

),

months as (

    -- A month without known pages has no row in coverage.
    select
        calendar.month::date as month,
        coalesce(known.loaded, 0) as loaded,
        coalesce(known.missing, 0) as missing
    from (
        select unnest(generate_series(min(dated.month), max(dated.month), interval 1 month)) as month
        from known as dated
    ) as calendar
    left join known on calendar.month = known.month

)

select
    months.month,
    months.loaded,
    months.missing,
    case
        when months.loaded + months.missing = 0 then 'no page is known: try other sources'
        when months.missing > 0 and months.missing >= months.loaded then 'mostly missing'
        when months.missing > 0 then 'partly missing'
        else 'quiet: all known pages are loaded'
    end as verdict
from months
where months.missing > 0 or months.loaded < (select median(others.loaded) / 2 from months as others)
order by months.month
