-- One row: the capture an article was parsed from.
-- needs: captures
select
    captured_at,
    captured_from,
    http_status,
    payload_sha256,
    warc_file,
    warc_offset,
    run_id
from captures
where capture_id = $capture_id
