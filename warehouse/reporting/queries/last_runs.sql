-- One row per run, newest first.
select
    run_id,
    flow,
    source,
    case
        when
            status = 'succeeded'
            and (error is not null or coalesce(counts['failed'], 0) > 0)
            then 'partial'
        else status
    end as status,
    started_at,
    finished_at,
    counts,
    error
from raw.runs
order by started_at desc, run_id desc
limit $most_rows
