-- One row per kind of failure of a run: pages, an example, and when the first is due again.
select
    coalesce(failure_class, 'unknown') as failure_class,
    status,
    count(*) as pages,
    min(url) as example_url,
    min(last_error) as example_error,
    min(next_attempt_at) as next_attempt_at
from raw.frontier
where last_run = $run_id and status in ('failed', 'gone', 'excluded')
group by all
order by pages desc, failure_class asc, status asc
