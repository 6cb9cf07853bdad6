-- One row per page capture made after the site on its host had ended.
select captures.capture_id
from raw.captures as captures
inner join raw.host_ends as ends
    on lower(regexp_extract(captures.requested_url, '^https?://([^/?#]+)', 1)) = ends.host
where captures.purpose = 'page' and captures.captured_at >= ends.ended_at
