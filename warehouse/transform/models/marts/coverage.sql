-- One row per month of publication and section: counts of pages, each under exactly one outcome.
-- unique_key: month, section
-- order_by: month nulls last, section nulls last
with

named as (

    select
        candidates.url,
        split_part(candidates.discovered_via, ':', 1) as route
    from raw.candidates as candidates
    group by candidates.url, split_part(candidates.discovered_via, ':', 1)

),

route_counts as (

    select
        pages.month,
        pages.section,
        named.route,
        count(*) as pages
    from staging.page_outcomes as pages
    inner join named on pages.url = named.url
    group by pages.month, pages.section, named.route

),

routes as (

    select
        counts.month,
        counts.section,
        map_from_entries(list((counts.route, counts.pages) order by counts.route)) as named_by
    from route_counts as counts
    group by counts.month, counts.section

),

reason_counts as (

    select
        pages.month,
        pages.section,
        concat_ws(': ', pages.outcome, pages.reason) as reason,
        count(*) as pages
    from staging.page_outcomes as pages
    where pages.outcome <> 'article'
    group by pages.month, pages.section, concat_ws(': ', pages.outcome, pages.reason)

),

reasons as (

    select
        counts.month,
        counts.section,
        map_from_entries(list((counts.reason, counts.pages) order by counts.reason)) as reasons
    from reason_counts as counts
    group by counts.month, counts.section

),

outcomes as (

    select
        pages.month,
        pages.section,
        count(*) as discovered,
        count(*) filter (where pages.is_fetched) as fetched,
        count(*) filter (where pages.outcome in ('article', 'no_article', 'rejected')) as parsed,
        count(*) filter (where pages.outcome = 'article') as loaded,
        count(*) filter (where pages.outcome = 'no_article') as no_article,
        count(*) filter (where pages.outcome = 'rejected') as rejected,
        count(*) filter (where pages.outcome = 'unparsed') as unparsed,
        count(*) filter (where pages.outcome = 'not_fetched') as not_fetched,
        count(*) filter (where pages.outcome = 'waiting') as waiting,
        count(*) filter (where pages.outcome = 'lost') as lost,
        count(*) filter (where pages.outcome = 'gone') as gone,
        count(*) filter (where pages.outcome = 'excluded') as excluded,
        count(*) filter (where pages.outcome = 'unexplained') as unexplained
    from staging.page_outcomes as pages
    group by pages.month, pages.section

)

select
    outcomes.*,
    -- A page that never answered or is excluded may be an article.
    outcomes.discovered - outcomes.loaded - outcomes.no_article as missing,
    outcomes.discovered - outcomes.no_article as expected,
    coalesce(routes.named_by, map()) as named_by,
    coalesce(reasons.reasons, map()) as reasons
from outcomes
left join routes
    on
        outcomes.month is not distinct from routes.month
        and outcomes.section is not distinct from routes.section
left join reasons
    on
        outcomes.month is not distinct from reasons.month
        and outcomes.section is not distinct from reasons.section
