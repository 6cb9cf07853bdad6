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
        ) filter (where rejections.reason is not null) as is_expected
    from staging.page_captures as outcomes
    inner join staging.kept_captures as captures on outcomes.capture_id = captures.capture_id
    left join staging.rejections as rejections on captures.capture_id = rejections.capture_id
    group by captures.url

)

select
    pages.url,
    pages.kind,
    date_trunc('month', pages.known_on)::date as month,
    nullif(split_part(pages.section, '/', 1), '') as section,
    kept.url is not null as is_fetched,
    case
        when kept.has_article then 'article'
        when kept.has_unparsed then 'unparsed'
        when kept.reason is not null and kept.is_expected then 'no_article'
        when kept.reason is not null then 'rejected'
        when pages.last_capture_id is not null and pages.status in ('captured', 'pending')
            then 'lost'
        when pages.status = 'pending' then 'not_fetched'
        when pages.status = 'failed' then 'waiting'
        when pages.status = 'gone' then 'gone'
        when pages.status = 'excluded' then 'excluded'
        else 'unexplained'
    end as outcome,
    case
        when kept.has_article or kept.has_unparsed then null
        when kept.reason is not null then kept.reason
        when pages.last_capture_id is not null and pages.status in ('captured', 'pending')
            then 'capture_lost'
        else pages.failure_class
    end as reason
from staging.pages as pages
left join kept on pages.url = kept.url
