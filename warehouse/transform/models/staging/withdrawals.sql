-- One row per article whose page was found missing from the site after its last capture (date).
-- scope: archive
with

good as (

    select
        latest.article_id,
        latest.url,
        max(captures.captured_at) as captured_at
    from staging.latest_articles as latest
    inner join staging.article_captures as captures on latest.article_id = captures.article_id
    group by latest.article_id, latest.url

),

-- Redirects that lead to another page: WordPress and its plugins send readers of a deleted post to
-- the front page, a listing or a similar post. A renamed post is the same article at its target.
led_away as (

    select captures.capture_id
    from good
    inner join raw.captures as captures on good.url = captures.url
    left join raw.captures as targets
        on
            captures.redirects_to = targets.requested_url
            and captures.url <> targets.url
            and targets.purpose = 'page'
    left join raw.frontier as pages on targets.url = pages.url
    left join staging.article_captures as others on targets.url = others.url
    where captures.redirects_to is not null and captures.captured_at > good.captured_at
    group by captures.capture_id, captures.redirects_to, good.article_id
    having
        not coalesce(bool_or(others.article_id = good.article_id), false)
        and (
            regexp_matches(captures.redirects_to, '^https?://[^/]+/?$')
            or coalesce(bool_or(pages.kind = 'listing' or others.article_id is not null), false)
        )

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
        or captures.capture_id in (select led_away.capture_id from led_away)
        or rejections.reason in ('not_found', 'soft_not_found', 'protected')
    )
group by good.article_id
