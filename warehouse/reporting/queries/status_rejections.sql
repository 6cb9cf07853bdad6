-- One row per reason for rejection, with the number of captures.
select
    reason,
    is_expected,
    count(*) as pages
from staging.rejections
group by all
order by is_expected desc, pages desc, reason asc
