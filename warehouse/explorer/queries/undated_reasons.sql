-- One row per reason for which a page of unknown month is missing, in all sections.
-- needs: coverage
with

reasons as (

    select unnest(map_entries(coverage.reasons)) as entry
    from coverage
    where coverage.missing > 0 and coverage.month is null

)

select
    replace(reasons.entry.key, '_', ' ') as reason,
    sum(reasons.entry.value)::bigint as page_count
from reasons
where not starts_with(reasons.entry.key, 'no_article')
group by reason
order by page_count desc, reason asc
