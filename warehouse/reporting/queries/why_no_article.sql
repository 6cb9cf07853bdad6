-- One row: why the latest capture of a URL was rejected.
select
    rejections.reason,
    rejections.detail,
    rejections.captured_at
from rejections
where rejections.url in ($wanted, $wanted || '/')
order by rejections.captured_at desc nulls last
limit 1
