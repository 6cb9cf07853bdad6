-- One row per page of the frontier: its outcome, and the reason.
with

kept as (

    select
        captures.url,
        bool_or(outcomes.outcome = 'article') as has_article,
        bool_or(outcomes.outcome is null) as has_unparsed,
        arg_max(
            rejections.reason, (captures.captured_at, captures.capture_id)
        ) filter (where rejections.reason is not null) as reason,
        arg_max(
            rejections.is_expected, (captures.captured_at, captures.capture_id)
        ) filter (where rejections.reason is not null) as is_expected,
        arg_max(
            rejections.reason, (captures.captured_at, captures.capture_id)
        ) filter (where not rejections.is_expected) as possible_loss
    from staging.page_captures as outcomes
    inner join staging.kept_captures as captures on outcomes.capture_id = captures.capture_id
    left join staging.rejections as rejections on captures.capture_id = rejections.capture_id
    group by captures.url

),

-- Pages that the site states to be posts: by its REST API, its feed, or the entry of a listing.
posts as (

    select distinct candidates.url
    from raw.candidates as candidates
    where
        candidates.post_id is not null
        or split_part(candidates.discovered_via, ':', 1) in ('rest', 'feed')

),

-- The reason of the latest capture, unless another one counts: a page that is gone now may have
-- been an article in a capture that cannot be read, and a page that the site states to be a post is
-- not a listing.
judged as (

    select
        kept.* replace (
            case
                when
                    kept.reason in ('not_found', 'soft_not_found', 'redirect')
                    and pages.kind = 'article'
                    then coalesce(kept.possible_loss, kept.reason)
                else kept.reason
            end as reason,
            kept.is_expected
            and not (
                posts.url is not null
                and kept.reason in ('listing', 'attachment', 'front_page', 'feed', 'not_html')
            )
            -- The URL of an article has no file name.
            and not (pages.kind = 'article' and kept.reason = 'not_html')
            -- A chain of redirects that was given up leads nowhere.
            and not (
                pages.kind = 'article'
                and kept.reason = 'redirect'
                and pages.status in ('failed', 'excluded')
            )
            and not (
                kept.possible_loss is not null
                and kept.reason in ('not_found', 'soft_not_found', 'redirect')
                and pages.kind = 'article'
            )
                as is_expected
        ),
        -- The site lists the page, so it is asked again.
        pages.status = 'failed' and kept.reason in ('not_found', 'soft_not_found') as is_awaited
    from kept
    inner join raw.frontier as pages on kept.url = pages.url
    left join posts on kept.url = posts.url

)

select
    pages.url,
    pages.kind,
    date_trunc('month', pages.known_on)::date as month,
    nullif(split_part(pages.section, '/', 1), '') as section,
    judged.url is not null as is_fetched,
    case
        when judged.has_article then 'article'
        when judged.has_unparsed then 'unparsed'
        when judged.is_awaited then 'waiting'
        when judged.reason is not null and judged.is_expected then 'no_article'
        when judged.reason is not null then 'rejected'
        when pages.last_capture_id is not null and pages.status in ('captured', 'pending')
            then 'lost'
        when pages.status = 'pending' then 'not_fetched'
        when pages.status = 'failed' then 'waiting'
        when pages.status = 'gone' then 'gone'
        when pages.status = 'excluded' then 'excluded'
        else 'unexplained'
    end as outcome,
    case
        when judged.has_article or judged.has_unparsed then null
        when judged.reason is not null then judged.reason
        when pages.last_capture_id is not null and pages.status in ('captured', 'pending')
            then 'capture_lost'
        else pages.failure_class
    end as reason
from staging.pages as pages
left join judged on pages.url = judged.url
