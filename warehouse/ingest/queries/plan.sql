-- One row per month and section of the selection: pages by planned action.
with

counted as (

    select
        date_trunc('month', known_on)::date as known_month,
        section,
        state,
        failure_class,
        count(*) as pages
    from selected_pages
    group by all

)

select
    known_month,
    section,
    coalesce(sum(pages) filter (where state = 'to_fetch'), 0)::bigint as to_fetch,
    coalesce(sum(pages) filter (where state = 'to_parse'), 0)::bigint as to_parse,
    coalesce(sum(pages) filter (where state = 'already_there'), 0)::bigint as already_there,
    coalesce(sum(pages) filter (where state = 'waiting'), 0)::bigint as waiting,
    coalesce(sum(pages) filter (where state = 'gone'), 0)::bigint as gone,
    coalesce(sum(pages) filter (where state = 'excluded'), 0)::bigint as excluded,
    coalesce(sum(pages) filter (where state = 'not_there'), 0)::bigint as not_there,
    coalesce(
        map_from_entries(
            list((state || ': ' || failure_class, pages::bigint) order by state, failure_class)
            filter (where state in ('waiting', 'gone', 'excluded') and failure_class is not null)
        ),
        map()
    ) as reasons
from counted
group by all
order by known_month nulls last, section nulls last
