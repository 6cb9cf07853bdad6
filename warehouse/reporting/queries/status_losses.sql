-- One row per place that may hold pages that are not in the frontier.
with

-- A run over other files says nothing about the files of this one.
last_runs as (

    select arg_max(runs.run_id, runs.started_at) as run_id
    from raw.runs as runs
    where coalesce(json_extract_string(runs.parameters, '$.mode'), '') <> 'reparse'
    group by runs.source, json_extract_string(runs.parameters, '$.path')

),

-- A run over a part of the archive answers only the questions of that part.
last_whole_discovery as (

    select max(runs.started_at) as started_at
    from raw.runs as runs
    where runs.source in ('live', 'auto') and list_contains(map_keys(runs.counts), 'whole_discoveries')

),

losses as (

    select
        denominator,
        scope,
        expected_count,
        stated_by
    from raw.expectations
    where
        (denominator = 'passed-over:warc' or denominator like 'unreadable:%')
        and run_id in (select last_runs.run_id from last_runs)
        or denominator = 'unanswered:discovery'
        and seen_at >= coalesce(
            (select last_whole_discovery.started_at from last_whole_discovery),
            '-infinity'::timestamptz
        )
        -- Only complete discoveries count these, so the newest count is valid.
        or denominator in ('outside:dates', 'outside:addresses')
    union all
    select
        'lost:warc' as denominator,
        lost_files.warc_file as scope,
        count(*) as expected_count,
        'the file is not in the store' as stated_by
    from raw.lost_files as lost_files
    inner join raw.captures as captures on lost_files.warc_file = captures.warc_file
    group by lost_files.warc_file
    union all
    select
        'damaged:captures' as denominator,
        captures.warc_file as scope,
        count(*) as expected_count,
        'records that cannot be read; their pages are due' as stated_by
    from raw.damaged_captures as damaged
    inner join raw.captures as captures on damaged.capture_id = captures.capture_id
    inner join raw.frontier as frontier
        on captures.capture_id = frontier.last_capture_id
    group by captures.warc_file

)

select
    denominator,
    scope,
    expected_count,
    stated_by
from losses
order by
    denominator,
    scope,
    stated_by
