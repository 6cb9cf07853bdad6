-- One row per text with one of these row ids, read without scanning other rows.
with

found as (

    select
        articles.rowid as place,
        articles.body_sha256,
        articles.body
    from raw.articles as articles
    where
        articles.rowid between $first_place and $last_place
        and articles.rowid in (select unnest($places))
    union all
    select
        -1 - split.capture_id as place,
        sha256(split.body) as body_sha256,
        split.body
    from staging.split_articles as split
    where -1 - split.capture_id in (select unnest($places))

)

select
    found.body_sha256,
    found.body
from found
order by found.place
