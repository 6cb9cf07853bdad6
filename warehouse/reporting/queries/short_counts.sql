-- One row per count stated by a source that exceeds what is loaded, largest gap first.
select
    counts.denominator,
    counts.scope,
    counts.expected_count,
    counts.known_count,
    counts.article_count,
    counts.missing_count
from marts.coverage_counts as counts
where counts.missing_count > 0
order by counts.missing_count desc, counts.denominator asc, counts.scope asc
