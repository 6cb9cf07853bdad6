-- One row per URL asked in discovery: the capture of its last answer.
select *
from raw.captures
where purpose = 'discovery'
qualify row_number() over (partition by url order by captured_at desc, capture_id desc) = 1
