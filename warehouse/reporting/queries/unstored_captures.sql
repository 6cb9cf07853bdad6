-- One row per capture that reaches beyond the end of its file, if it is not recorded as damaged or
-- lost. A missing file has the size null.
with

files as (

    select
        unnest($names::varchar[]) as warc_file,
        unnest($sizes::bigint[]) as size

)

select
    captures.capture_id,
    captures.url,
    captures.warc_file,
    files.size
from raw.captures as captures
inner join files on captures.warc_file = files.warc_file
anti join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
anti join raw.damaged_captures as damaged on captures.capture_id = damaged.capture_id
where captures.warc_offset + captures.warc_length > coalesce(files.size, 0)
order by captures.warc_file, captures.warc_offset
