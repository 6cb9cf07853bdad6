-- One row per run, newest first.
select
    run_id,
    flow,
    source,
    status,
    started_at,
    finished_at,
    counts,
    error
from raw.runs
order by started_at desc, run_id desc
limit $most_rows
