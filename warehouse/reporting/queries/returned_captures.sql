-- One row per capture that is recorded as damaged or lost and lies within its file, as that is now.
with

files as (

    select
        unnest($names::varchar[]) as warc_file,
        unnest($sizes::bigint[]) as size

),

recorded as (

    select
        captures.capture_id,
        captures.warc_file,
        captures.warc_offset,
        captures.warc_length,
        coalesce(damaged.found_at, lost_files.found_at) as found_at
    from raw.captures as captures
    left join raw.damaged_captures as damaged on captures.capture_id = damaged.capture_id
    left join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
    where damaged.capture_id is not null or lost_files.warc_file is not null

),

returned as (

    select
        recorded.capture_id,
        recorded.warc_file,
        recorded.warc_offset,
        sum(recorded.warc_length) over (
            order by
                recorded.found_at asc,
                recorded.warc_file asc,
                recorded.warc_offset asc,
                recorded.capture_id asc
        ) - recorded.warc_length as bytes_before
    from recorded
    inner join files on recorded.warc_file = files.warc_file
    where recorded.warc_offset + recorded.warc_length <= files.size

)

select returned.capture_id
from returned
where returned.bytes_before < $most_bytes::bigint
order by returned.warc_file, returned.warc_offset
