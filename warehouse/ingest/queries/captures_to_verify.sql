-- One row per capture of the share to verify now, in stored order.
with

records as (

    select
        captures.capture_id,
        captures.warc_file,
        captures.warc_offset,
        verified.verified_at,
        -- Posts of one response share its record, which is read once.
        if(
            row_number() over (
                partition by captures.warc_file, captures.warc_offset order by captures.capture_id
            ) = 1,
            captures.warc_length,
            0
        ) as bytes
    from raw.captures as captures
    left join raw.verified_captures as verified on captures.capture_id = verified.capture_id

),

oldest as (

    select
        records.*,
        row_number() over verified_longest_ago as place,
        count(*) over () as total,
        sum(records.bytes) over verified_longest_ago - records.bytes as bytes_before
    from records
    window verified_longest_ago as (
        order by
            records.verified_at asc nulls first,
            records.warc_file asc,
            records.warc_offset asc,
            records.capture_id asc
    )

)

select oldest.capture_id
from oldest
where
    oldest.place <= ceil($share::double * oldest.total)
    or oldest.bytes_before < $least_bytes::bigint
order by oldest.warc_file, oldest.warc_offset
