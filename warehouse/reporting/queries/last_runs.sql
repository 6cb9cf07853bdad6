-- One row per run, newest first.
select
    run_id,
    flow,
    source,
    run_status,
    started_at,
    finished_at,
    counts,
    error
from staging.runs
order by started_at desc, run_id desc
limit $most_rows
