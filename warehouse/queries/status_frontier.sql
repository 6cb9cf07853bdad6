-- One row: pages of the frontier by what is to be done about them.
select
    count(*) as pages_known,
    count(*) filter (
        where status = 'pending' or (status = 'failed' and coalesce(next_attempt_at <= $now, true))
    ) as due,
    count(*) filter (where status = 'failed' and next_attempt_at > $now) as waiting,
    min(next_attempt_at) filter (where status = 'failed' and next_attempt_at > $now)
        as next_attempt_at,
    count(*) filter (where status = 'gone') as gone,
    count(*) filter (where status = 'excluded') as excluded
from raw.frontier
