-- One row per place the last run of a source could not read or got no answer from.
with

last_runs as (

    select arg_max(run_id, started_at) as run_id
    from raw.runs
    group by source

)

select
    denominator,
    scope,
    expected_count,
    stated_by

from raw.expectations

where
    denominator in ('unreadable:warc', 'unanswered:discovery')
    and run_id in (from last_runs)

order by
    denominator,
    scope,
    stated_by
