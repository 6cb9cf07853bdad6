-- One row per capture of the batch that is not indexed yet, or whose stored bytes are lost.
select * exclude (batch_row, article_id, kind)
from batch_captures
where capture_id not in (select captures.capture_id from staging.kept_captures as captures)
qualify row_number() over (partition by capture_id order by batch_row desc) = 1
