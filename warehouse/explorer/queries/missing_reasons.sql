-- One row per reason for which a page may be an article but is missing; of pages of unknown month
-- only, if `undated_only`.
-- needs: coverage
with

reasons as (

    select unnest(map_entries(coverage.reasons)) as entry
    from coverage
    where coverage.missing > 0 and (coverage.month is null or not $undated_only)

)

select
    replace(reasons.entry.key, '_', ' ') as reason,
    sum(reasons.entry.value)::bigint as page_count
from reasons
where not starts_with(reasons.entry.key, 'no_article')
group by reason
order by page_count desc, reason asc
