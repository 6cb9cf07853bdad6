-- One row per capture of the share to verify now, in stored order.
with

oldest as (

    select
        captures.capture_id,
        captures.warc_file,
        captures.warc_offset,
        row_number() over (
            order by
                verified.verified_at asc nulls first,
                captures.warc_file asc,
                captures.warc_offset asc
        ) as place,
        count(*) over () as total
    from raw.captures as captures
    left join raw.verified_captures as verified on captures.capture_id = verified.capture_id

)

select oldest.capture_id
from oldest
where oldest.place <= ceil($share::double * oldest.total)
order by oldest.warc_file, oldest.warc_offset
