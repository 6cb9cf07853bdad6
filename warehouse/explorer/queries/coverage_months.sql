-- One row per month (null: publication date unknown) and section of the coverage ledger.
-- needs: coverage
select
    strftime(coverage.month, '%Y-%m') as month,
    coverage.section,
    coverage.expected,
    coverage.loaded,
    coverage.missing,
    array_to_string(
        list_transform(
            list_filter(
                map_entries(coverage.reasons), lambda entry: not starts_with(entry.key, 'no_article')
            ),
            lambda entry: replace(entry.key, '_', ' ') || ' ' || entry.value
        ),
        ', '
    ) as reasons
from coverage
order by coverage.month asc nulls last, coverage.section asc nulls last
