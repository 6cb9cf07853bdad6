-- One row per month and section with articles; used for snapshots without a coverage ledger.
-- needs: articles
select
    strftime(published_on, '%Y-%m') as month,
    split_part(section_path, '/', 1) as section,
    null::bigint as expected,
    count(*) as loaded,
    0::bigint as missing,
    null::varchar as reasons
from articles
where published_on is not null
group by strftime(published_on, '%Y-%m'), split_part(section_path, '/', 1)
order by month asc, section asc
