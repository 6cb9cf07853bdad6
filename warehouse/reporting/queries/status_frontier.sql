-- One row: number of frontier pages by state (due, waiting, gone, excluded).
with

pages as (

    select
        frontier.status,
        (
            frontier.status = 'failed'
            and starts_with(frontier.failure_class, 'http_')
            and captures.source <> 'live'
        )
        -- A missing page of a split article.
        or (frontier.status = 'pending' and frontier.source is null) as is_had_elsewhere,
        -- Longer than any wait (see selected_pages): the clock was ahead when the wait was set.
        case
            when
                frontier.next_attempt_at > $now
                and frontier.next_attempt_at < $now::timestamptz + interval 60 days
                then frontier.next_attempt_at
        end as waits_until
    from raw.frontier as frontier
    left join raw.captures as captures on frontier.last_capture_id = captures.capture_id

)

select
    count(*) as pages_known,
    count(*) filter (
        where status = 'pending' or (status = 'failed' and waits_until is null)
    ) as due,
    count(*) filter (where is_had_elsewhere and waits_until is null) as due_elsewhere,
    count(*) filter (where status = 'failed' and waits_until is not null) as waiting,
    min(waits_until) filter (where status = 'failed') as next_attempt_at,
    count(*) filter (where status = 'gone') as gone,
    count(*) filter (where status = 'excluded') as excluded
from pages
