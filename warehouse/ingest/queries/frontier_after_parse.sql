-- One row per listed page of the batch whose response was not an article: it becomes due again.
with

parsed as (

    select
        capture_id,
        null as reason,
        null as detail
    from batch_articles
    union all
    select
        capture_id,
        reason,
        detail
    from batch_rejections

),

-- Pages that the site states to be posts: in their place, a listing is a fault.
posts as (

    select distinct candidates.url
    from raw.candidates as candidates
    where candidates.source = 'live' and candidates.post_id is not null

),

outcomes as (

    select
        frontier.url,
        parsed.reason,
        parsed.detail,
        captures.captured_at,
        coalesce(
            captures.source = 'live'
            and captures.status < 400
            -- Rejection reasons for which a listed page may be an article on another night. `protected`
            -- is not one: the site has withdrawn the text.
            and (
                parsed.reason in (
                    'empty_page',
                    'no_title',
                    'no_body',
                    'not_the_article',
                    'soft_not_found',
                    'server_error',
                    'refused',
                    'corrupt'
                )
                or (parsed.reason in ('listing', 'front_page') and posts.url is not null)
            )
            and frontier.url in (
                select candidates.url from raw.candidates as candidates
                where candidates.source = 'live'
            )
            and frontier.attempts < 6,
            false
        ) as is_due
    from parsed
    inner join raw.captures as captures on parsed.capture_id = captures.capture_id
    inner join raw.frontier as frontier on captures.capture_id = frontier.last_capture_id
    left join posts on frontier.url = posts.url
    where frontier.status = 'captured'

)

select
    frontier.* replace (
        case when outcomes.is_due then 'failed' else 'captured' end as status,
        case when outcomes.is_due then frontier.attempts + 1 else 0 end as attempts,
        case
            when outcomes.is_due
                then
                    -- Due the next night, then after about 20 hours, 40, 80 and so on.
                    to_timestamp(
                        epoch(outcomes.captured_at)
                        + case
                            when frontier.attempts > 0
                                then
                                    36000
                                    * pow(2, frontier.attempts)
                                    * (1 + 0.1 * (frontier.article_id % 1009 / 1009))
                            else 0
                        end
                    )
        end as next_attempt_at,
        case when outcomes.is_due then 'rejected: ' || outcomes.reason end as failure_class,
        case when outcomes.is_due then outcomes.detail end as last_error,
        -- Without validators, since a conditional request could be answered with "not modified".
        case when not outcomes.is_due then frontier.etag end as etag,
        case when not outcomes.is_due then frontier.last_modified end as last_modified
    )
from raw.frontier as frontier
inner join outcomes on frontier.url = outcomes.url
where outcomes.is_due or frontier.attempts > 0
