-- One row: pages of the batch by result; a listed page that answers 404 counts as gone.
with

pages as (

    select
        case
            when
                frontier_after_fetch.status = 'failed'
                and frontier_after_fetch.failure_class
                in ('http_400', 'http_404', 'http_410', 'http_414')
                then 'gone'
            else frontier_after_fetch.status
        end as outcome
    from frontier_after_fetch
    -- Pages that the site no longer lists are expected to be gone, and excluded pages may still be
    -- excluded: neither is a failure.
    left join raw.frontier as frontier on frontier_after_fetch.url = frontier.url
    where
        (
            frontier_after_fetch.status <> 'gone'
            or frontier.failure_class is distinct from 'unlisted'
        )
        and (
            frontier_after_fetch.status <> 'excluded'
            or frontier.status is distinct from 'excluded'
        )

)

select
    count(*) filter (where pages.outcome = 'captured') as captured,
    count(*) filter (where pages.outcome = 'failed') as failed,
    count(*) filter (where pages.outcome = 'gone') as gone,
    count(*) filter (where pages.outcome = 'excluded') as excluded
from pages
