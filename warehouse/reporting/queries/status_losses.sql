-- One row per place that may hold pages that are not in the frontier.
with

discoveries as (

    select
        runs.run_id,
        runs.source,
        runs.status,
        runs.started_at,
        json_extract_string(runs.parameters, '$.path') as path,
        json_extract_string(runs.parameters, '$.since') as since,
        json_extract_string(runs.parameters, '$.until') as until,
        json_extract_string(runs.parameters, '$.sections') as sections,
        -- The sources live and auto list the same site.
        case when runs.source in ('live', 'auto') then 'site' else runs.source end as origin,
        runs.source in ('warc', 'sample') as is_of_files,
        -- A run counts its unanswered questions when its discovery has ended.
        list_contains(map_keys(runs.counts), 'unanswered') as has_ended,
        list_contains(map_keys(runs.counts), 'whole_discoveries') as is_whole
    from raw.runs as runs
    where
        runs.source is not null
        and coalesce(json_extract_string(runs.parameters, '$.mode'), '') <> 'reparse'

),

-- A run over other files says nothing about the files of this one, and a run over a part of the
-- archive answers only the questions of that part.
last_whole as (

    select
        discoveries.origin,
        discoveries.path,
        max(discoveries.started_at) as started_at
    from discoveries
    where discoveries.is_whole or (discoveries.is_of_files and discoveries.has_ended)
    group by discoveries.origin, discoveries.path

),

open_questions as (

    select
        stated.denominator,
        stated.scope,
        stated.expected_count,
        stated.stated_by
    from raw.expectations as stated
    left join discoveries as asked on stated.run_id = asked.run_id
    left join last_whole
        on asked.origin = last_whole.origin and asked.path is not distinct from last_whole.path
    where
        split_part(stated.denominator, ':', 1) in ('unreadable', 'passed-over', 'unanswered')
        and stated.seen_at >= coalesce(last_whole.started_at, '-infinity'::timestamptz)

),

-- A run over files that failed has named the files it could not read.
unfinished as (

    select
        'unfinished:run' as denominator,
        asked.source || coalesce(' ' || asked.path, '') as scope,
        count(*) as expected_count,
        'the run ' || max(asked.run_id) || ' ended before it had listed all pages' as stated_by
    from discoveries as asked
    where
        not asked.has_ended
        and (
            asked.status in ('running', 'crashed', 'cancelled')
            or (asked.status = 'failed' and not asked.is_of_files)
        )
        and not exists (
            select 1
            from discoveries as later
            where
                later.origin = asked.origin
                and later.path is not distinct from asked.path
                and later.started_at > asked.started_at
                and later.has_ended
                and (
                    later.is_whole
                    or later.is_of_files
                    or (later.since, later.until, later.sections)
                    is not distinct from (asked.since, asked.until, asked.sections)
                )
        )
    group by asked.source, asked.path

),

-- A page that was captured again has a later capture. One that is gone is not requested again.
unreplaced as (

    select last_capture_id
    from raw.frontier
    where status not in ('gone', 'excluded')

),

losses as (

    select * from open_questions
    union all
    select * from unfinished
    union all
    -- Only complete discoveries count these, so the newest count is valid.
    select
        stated.denominator,
        stated.scope,
        stated.expected_count,
        stated.stated_by
    from raw.expectations as stated
    where stated.denominator in ('outside:dates', 'outside:addresses')
    union all
    select
        'lost:warc' as denominator,
        captures.warc_file as scope,
        count(*) as expected_count,
        'the file is not in the store; its pages are due' as stated_by
    from raw.lost_files as lost_files
    inner join raw.captures as captures on lost_files.warc_file = captures.warc_file
    inner join unreplaced on captures.capture_id = unreplaced.last_capture_id
    group by captures.warc_file
    union all
    select
        'damaged:captures' as denominator,
        captures.warc_file as scope,
        count(*) as expected_count,
        'records that cannot be read; their pages are due' as stated_by
    from raw.damaged_captures as damaged
    inner join raw.captures as captures on damaged.capture_id = captures.capture_id
    inner join unreplaced on captures.capture_id = unreplaced.last_capture_id
    anti join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
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
