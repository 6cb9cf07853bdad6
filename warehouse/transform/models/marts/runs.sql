-- One row per run of a flow or command that wrote to the warehouse.
-- unique_key: run_id
-- order_by: started_at, run_id
select
    runs.run_id,
    runs.flow,
    runs.source as captured_from,
    runs.run_status,
    runs.parameters,
    runs.started_at,
    runs.finished_at,
    runs.counts,
    runs.error
from staging.runs as runs
