-- How much of each year is agency copy, and whose?
with

credited as (

    select
        year(articles.published_on) as published_in,
        coalesce(articles.agency_credit, articles.dateline_agency) as agency
    from articles

)

select
    credited.published_in,
    count(*) as articles,
    count(credited.agency) as from_agencies,
    round(100.0 * count(credited.agency) / count(*), 1) as percent,
    string_agg(distinct credited.agency, ', ' order by credited.agency) as agencies
from credited
group by credited.published_in
order by credited.published_in
