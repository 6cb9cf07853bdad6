-- One row per check of the published tables, those that failed first.
-- needs: check_results
select
    check_name,
    severity,
    description,
    has_passed,
    failing_count
from check_results
order by has_passed asc, check_name asc
