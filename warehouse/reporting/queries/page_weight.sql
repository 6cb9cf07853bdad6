-- One row: the mean size in the store of a captured page, null when there is none.
select avg(warc_length)::bigint as stored_bytes
from raw.captures
where purpose = 'page' and not is_revisit
