-- One row per page capture nobody has parsed, in the order they lie in the store.
select captures.*
from staging.kept_captures as captures
inner join staging.page_captures as page_captures
    on captures.capture_id = page_captures.capture_id
where page_captures.outcome is null
order by captures.warc_file, captures.warc_offset
