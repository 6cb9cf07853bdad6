-- One row per check of the marts, with its result before the publication.
-- unique_key: check_name
-- order_by: severity, check_name
select
    results.check_name,
    results.severity,
    results.description,
    results.failing_count = 0 as has_passed,
    results.failing_count,
    results.sample as failing_sample,
    results.checked_at
from raw.check_results as results
