-- One row per count stated by a source that exceeds the number of loaded articles.
-- needs: coverage_counts
select
    denominator,
    scope,
    stated_by,
    expected_count,
    article_count,
    missing_count
from coverage_counts
where missing_count > 0
order by missing_count desc, denominator asc, scope asc
limit 30
