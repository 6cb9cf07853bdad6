-- One row: the mean stored size of a captured page; null if there is none.
select avg(warc_length)::bigint as stored_bytes
from raw.captures
where purpose = 'page' and not is_revisit and item is null
