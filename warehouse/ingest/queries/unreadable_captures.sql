-- One row per capture of the batch whose stored bytes cannot be read.
select
    outcomes.capture_id,
    $now as found_at,
    outcomes.detail
from batch_outcomes as outcomes
where outcomes.reason = 'unreadable'
qualify row_number() over (partition by outcomes.capture_id) = 1
