-- One row: figures of pages, captures and publications for a monitor.
with

nights as (

    -- A night or publication later than now, of a clock that was ahead, would hide all others.
    select
        max_by(
            struct_pack(status := run_status, started_at, finished_at, error),
            (started_at <= $now::timestamptz, started_at)
        ) as last_night
    from staging.runs
    where flow = 'nightly' and run_status <> 'running'

),

stored as (

    select
        count(*) as captures,
        count(distinct captures.warc_file) as capture_files,
        coalesce(sum(captures.warc_length), 0)::bigint as capture_bytes,
        coalesce(sum(captures.warc_length) filter (
            where runs.started_at >= $now::timestamptz - interval 30 days
        ), 0)::bigint as new_capture_bytes,
        count(*) filter (
            where runs.started_at >= $now::timestamptz - interval 45 days
            or verified.verified_at >= $now::timestamptz - interval 45 days
        ) as verified
    from raw.captures as captures
    -- The run that stored it: a capture from a file may be years older.
    left join raw.runs as runs on captures.run_id = runs.run_id
    left join raw.verified_captures as verified on captures.capture_id = verified.capture_id

),

damaged as (

    select count(*) as damaged
    from raw.captures as captures
    anti join staging.kept_captures as kept on captures.capture_id = kept.capture_id

),

published as (

    select
        max_by(published_at, (published_at <= $now::timestamptz, published_at)) as published_at,
        max_by(article_count, (published_at <= $now::timestamptz, published_at)) as articles
    from raw.publications

)

select
    nights.last_night,
    stored.captures,
    stored.capture_files,
    stored.capture_bytes,
    stored.new_capture_bytes,
    stored.verified,
    damaged.damaged,
    published.published_at,
    coalesce(published.articles, 0) as articles
from nights
cross join stored
cross join damaged
cross join published
