-- One row per response in the WARC store, with its file and offset.
-- unique_key: capture_id
-- order_by: captured_at, capture_id
select
    captures.capture_id,
    captures.url,
    captures.requested_url,
    captures.source as captured_from,
    captures.purpose,
    pages.outcome,
    pages.parser_version,
    captures.captured_at,
    captures.status as http_status,
    captures.content_type,
    captures.payload_sha256,
    captures.body_bytes,
    captures.warc_file,
    captures.warc_offset,
    captures.warc_length,
    captures.is_revisit,
    captures.etag,
    captures.last_modified,
    captures.redirects_to,
    captures.flags,
    captures.run_id,
    captures.item
from raw.captures as captures
left join staging.page_captures as pages on captures.capture_id = pages.capture_id
