-- How many articles do the site and the web archives state, and how many are loaded?
select
    counts.denominator,
    count(*) as counts_stated,
    sum(counts.expected_count)::bigint as expected,
    sum(counts.known_count)::bigint as known,
    sum(counts.article_count)::bigint as articles,
    sum(counts.missing_count)::bigint as missing
from coverage_counts as counts
group by counts.denominator
order by counts.denominator
