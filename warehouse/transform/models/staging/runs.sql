-- One row per run; `run_status` is `partial` if it succeeded and left something undone.
select
    runs.run_id,
    runs.flow,
    runs.source,
    case
        when
            runs.status = 'succeeded'
            and (
                runs.error is not null
                or coalesce(runs.counts['failed'], 0) > 0
                or coalesce(runs.counts['unanswered'], 0) > 0
            )
            then 'partial'
        else runs.status
    end as run_status,
    runs.parameters,
    runs.started_at,
    runs.finished_at,
    runs.counts,
    runs.error
from raw.runs as runs
