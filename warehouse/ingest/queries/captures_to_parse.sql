-- One row per page capture not parsed by this version, in stored order.
select captures.capture_id
from staging.kept_captures as captures
inner join staging.page_captures as page_captures
    on captures.capture_id = page_captures.capture_id
where page_captures.parser_version is distinct from $parser_version
order by captures.warc_file, captures.warc_offset
