-- One row per page capture that has not been parsed.
-- severity: warn
select
    captures.capture_id,
    captures.url,
    captures.captured_at
from marts.captures as captures
where captures.purpose = 'page' and not captures.is_revisit and captures.outcome is null
