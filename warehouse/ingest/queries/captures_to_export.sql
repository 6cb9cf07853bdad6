-- One row per page capture of the selection that is in the store, in the order of capture.
select captures.*
from staging.kept_captures as captures
semi join selected_pages on captures.url = selected_pages.url
where captures.purpose = 'page'
order by captures.captured_at, captures.capture_id
