-- One row per page the live site listed in the run that captured it and that gave no article.
with

failed as (

    select
        rejections.url,
        captures.capture_id,
        captures.captured_at,
        rejections.reason,
        rejections.detail
    from batch_rejections as rejections
    inner join raw.captures as captures on rejections.capture_id = captures.capture_id
    where
        captures.source = 'live'
        and rejections.reason in (
            'soft_not_found',
            'empty_page',
            'no_title',
            'no_body',
            'not_the_article',
            'corrupt'
        )
        and exists (
            select 1
            from raw.candidates as candidates
            where candidates.url = rejections.url and candidates.run_id = captures.run_id
        )

),

attempts as (

    select
        captures.url,
        count(*)::integer as attempts
    from raw.captures as captures
    inner join raw.rejections as rejections on captures.capture_id = rejections.capture_id
    semi join failed on captures.url = failed.url
    where captures.source = 'live'
    group by captures.url

)

select
    frontier.* replace (
        'failed' as status,
        attempts.attempts as attempts,
        failed.captured_at
        + to_seconds(least(43200 * pow(2, attempts.attempts), 2592000)::bigint) as next_attempt_at,
        failed.reason as failure_class,
        failed.detail as last_error
    )
from raw.frontier as frontier
inner join failed
    on frontier.url = failed.url and frontier.last_capture_id = failed.capture_id
inner join attempts on frontier.url = attempts.url
where frontier.status in ('captured', 'failed')
