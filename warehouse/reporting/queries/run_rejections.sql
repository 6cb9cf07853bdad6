-- One row per reason for rejection in a run: number of captures, and an example.
select
    rejections.reason,
    rejections.is_expected,
    count(*) as pages,
    min(rejections.url) as example_url
from staging.rejections as rejections
inner join raw.captures as captures on rejections.capture_id = captures.capture_id
where captures.run_id = $run_id
group by all
order by rejections.is_expected asc, pages desc, rejections.reason asc
