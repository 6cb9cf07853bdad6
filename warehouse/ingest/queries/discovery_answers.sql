-- One row per URL requested in discovery: the capture of its last response.
select *
from raw.captures
where purpose = 'discovery'
qualify row_number() over (partition by url order by captured_at desc, capture_id desc) = 1
