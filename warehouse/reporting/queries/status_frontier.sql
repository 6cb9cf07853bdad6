-- One row: number of frontier pages by state (due, waiting, gone, excluded).
with

pages as (

    select
        status,
        -- Longer than any wait (see selected_pages): the clock was ahead when the wait was set.
        case
            when next_attempt_at > $now and next_attempt_at < $now::timestamptz + interval 60 days
                then next_attempt_at
        end as waits_until
    from raw.frontier

)

select
    count(*) as pages_known,
    count(*) filter (
        where status = 'pending' or (status = 'failed' and waits_until is null)
    ) as due,
    count(*) filter (where status = 'failed' and waits_until is not null) as waiting,
    min(waits_until) filter (where status = 'failed') as next_attempt_at,
    count(*) filter (where status = 'gone') as gone,
    count(*) filter (where status = 'excluded') as excluded
from pages
