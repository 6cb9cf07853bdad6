-- One row per capture with one of the ids, in stored order.
select captures.*
from raw.captures as captures
where captures.capture_id in (select unnest($capture_ids::bigint[]))
order by captures.warc_file, captures.warc_offset
