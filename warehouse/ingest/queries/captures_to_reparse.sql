-- One row per page capture of the selection, those not parsed by this version first.
select captures.capture_id
from staging.kept_captures as captures
inner join staging.page_captures as page_captures
    on captures.capture_id = page_captures.capture_id
semi join selected_pages on captures.url = selected_pages.url
order by
    page_captures.parser_version is not distinct from $parser_version,
    captures.warc_file,
    captures.warc_offset
