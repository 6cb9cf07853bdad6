-- One row: the run that starts now; no row if it is already recorded.
with

asked as (

    select
        $run_id as run_id,
        $flow as flow,
        $source as source,
        'running' as status,
        $parameters as parameters,
        $pid as pid,
        $now as started_at,
        map() as counts
)

select asked.*
from asked
anti join raw.runs as runs on asked.run_id = runs.run_id
