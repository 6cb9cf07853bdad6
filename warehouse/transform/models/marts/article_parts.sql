-- One row per article that is split over several pages, and page of it: missing ones have no capture.
-- unique_key: article_id, part_number
-- order_by: article_id, part_number
-- materialized: incremental by article_id
with

numbers as (

    select
        split.article_id,
        split.capture_id,
        unnest(range(1, split.part_count + 1))::integer as part_number
    from staging.split_articles as split
    inner join staging.latest_articles as latest on split.capture_id = latest.capture_id

)

select
    numbers.article_id,
    numbers.part_number,
    parts.url,
    parts.captured_at,
    parts.capture_id
from numbers
left join staging.article_parts as parts
    on
        numbers.article_id = parts.article_id
        and numbers.part_number = parts.part_number
