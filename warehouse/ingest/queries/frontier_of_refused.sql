-- One row per listed page whose last response was an answer for something else: it is due again.
with

refused as (

    select
        captures.url,
        captures.payload_sha256,
        captures.captured_at
    from raw.captures as captures
    inner join raw.shared_texts as shared
        on captures.capture_id = shared.capture_id and shared.is_refused

),

-- The same answer on a later night is stored as a revisit.
answers as (

    select
        captures.url,
        count(*) as attempts,
        max(captures.captured_at) as captured_at,
        arg_max(captures.capture_id, captures.captured_at) as capture_id
    from raw.captures as captures
    where
        captures.purpose = 'page'
        and captures.source = 'live'
        and (captures.url, captures.payload_sha256) in (
            select
                refused.url,
                refused.payload_sha256
            from refused
        )
    group by captures.url

)

select
    frontier.* replace (
        'failed' as status,
        answers.attempts as attempts,
        -- Due the next night, then after about 20 hours, 40, 80 and so on.
        to_timestamp(
            epoch(answers.captured_at)
            + case
                when answers.attempts > 1
                    then
                        36000
                        * pow(2, answers.attempts - 1)
                        * (1 + 0.1 * (frontier.article_id % 1009 / 1009))
                else 0
            end
        ) as next_attempt_at,
        'rejected: not_the_article' as failure_class,
        'an answer for something else, as at many URLs of this host' as last_error,
        -- Without validators, since a conditional request could be answered with "not modified".
        null as etag,
        null as last_modified
    )
from raw.frontier as frontier
inner join answers
    on frontier.url = answers.url and frontier.last_capture_id = answers.capture_id
where
    frontier.status = 'captured'
    and answers.attempts <= 6
    and frontier.url in (
        select candidates.url from raw.candidates as candidates
        where candidates.source = 'live'
    )
