-- One row per page capture taken after the end of the site on its host.
select captures.capture_id
from raw.captures as captures
inner join raw.host_ends as ends
    on lower(regexp_extract(captures.requested_url, '^https?://([^/?#]+)', 1)) = ends.host
where captures.purpose = 'page' and captures.captured_at >= ends.ended_at
