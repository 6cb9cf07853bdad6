-- One row per article whose page was found missing from the site after its last capture (date).
with

good as (

    select
        latest.article_id,
        latest.url,
        max(captures.captured_at) as captured_at
    from staging.latest_articles as latest
    inner join staging.article_captures as captures on latest.article_id = captures.article_id
    group by latest.article_id, latest.url

)

select
    good.article_id,
    min(captures.captured_at) as withdrawn_at
from good
inner join raw.captures as captures on good.url = captures.url
left join raw.rejections as rejections on captures.capture_id = rejections.capture_id
left join raw.late_captures as late on captures.capture_id = late.capture_id
where
    captures.purpose = 'page'
    and late.capture_id is null
    and captures.captured_at > good.captured_at
    and (
        captures.status in (404, 410)
        or rejections.reason in ('not_found', 'soft_not_found')
        or (rejections.reason = 'not_the_article' and rejections.detail ilike '%password%')
    )
group by good.article_id
