-- One row: why the page at a URL gave no article, as its latest capture shows.
select
    rejections.reason,
    rejections.detail,
    rejections.captured_at
from rejections
where rejections.url in ($wanted, $wanted || '/')
order by rejections.captured_at desc nulls last
limit 1
