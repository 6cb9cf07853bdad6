-- One row per host on which most captures, from some day on, show one and the same text.
with

shown as (

    select
        lower(regexp_extract(captures.requested_url, '^https?://([^/?#]+)', 1)) as host,
        captures.captured_at,
        articles.url,
        articles.body_sha256
    from raw.articles as articles
    inner join raw.captures as captures on articles.capture_id = captures.capture_id

),

repeated as (

    select
        shown.host,
        shown.body_sha256,
        min(shown.captured_at) as ended_at,
        count(*) as repeats
    from shown
    group by shown.host, shown.body_sha256
    having count(distinct shown.url) >= $fewest_addresses

)

select
    repeated.host,
    min(repeated.ended_at) as ended_at
from repeated
where
    repeated.repeats > 0.5 * (
        select count(*)
        from shown
        where shown.host = repeated.host and shown.captured_at >= repeated.ended_at
    )
group by repeated.host
