-- One row per page capture of the selection that is in the store, in the order of capture.
select captures.*
from staging.kept_captures as captures
semi join selected_pages on captures.url = selected_pages.url
where captures.purpose = 'page'
-- The posts of one answer share a record.
qualify
    row_number() over (
        partition by captures.warc_file, captures.warc_offset order by captures.capture_id
    ) = 1
order by captures.captured_at, captures.capture_id
