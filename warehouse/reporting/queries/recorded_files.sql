-- One row per WARC file with captures that are recorded as damaged or lost.
with

recorded as (

    select
        captures.warc_file,
        captures.warc_offset + captures.warc_length as record_end,
        damaged.found_at,
        false as is_lost
    from raw.damaged_captures as damaged
    inner join raw.captures as captures on damaged.capture_id = captures.capture_id
    union all
    select
        captures.warc_file,
        captures.warc_offset + captures.warc_length as record_end,
        lost_files.found_at,
        true as is_lost
    from raw.lost_files as lost_files
    inner join raw.captures as captures on lost_files.warc_file = captures.warc_file

)

select
    recorded.warc_file,
    max(recorded.record_end) as last_end,
    max(recorded.found_at) as found_at,
    bool_or(recorded.is_lost) as is_lost
from recorded
group by recorded.warc_file
order by recorded.warc_file
