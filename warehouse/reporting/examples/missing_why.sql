-- What is missing, and for what reasons?
select
    pages.reason,
    sum(pages.page_count)::bigint as pages,
    count(distinct pages.month) as months,
    min(pages.month) as first_month,
    max(pages.month) as last_month
from (
    select
        coverage.month,
        unnest(map_keys(coverage.reasons)) as reason,
        unnest(map_values(coverage.reasons)) as page_count
    from coverage
) as pages
group by pages.reason
order by pages desc, pages.reason asc
