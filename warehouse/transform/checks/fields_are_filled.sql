-- One row per field and year in which fewer articles have the field than expected.
-- severity: warn
with

counted as (

    select
        fills.field,
        -- Articles without a day belong to no year, so days are counted over all years.
        if(fills.field = 'published_on', null, fills.year) as year,
        sum(fills.filled)::bigint as filled,
        sum(fills.articles)::bigint as articles
    from fills
    where fills.edition = 'built'
    group by all

)

select
    counted.field,
    counted.year,
    counted.filled,
    counted.articles,
    expected.least_share
from counted
inner join expected_fields as expected on counted.field = expected.field
where
    counted.articles >= $fewest_articles
    and counted.filled < expected.least_share * counted.articles
