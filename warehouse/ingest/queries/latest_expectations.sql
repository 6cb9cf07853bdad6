-- One row per stated count in the batch.
select
    denominator,
    scope,
    expected_count,
    stated_by,
    $run_id as run_id,
    $now as seen_at
from batch_expectations
qualify row_number() over (partition by denominator, scope, stated_by order by batch_row desc) = 1
