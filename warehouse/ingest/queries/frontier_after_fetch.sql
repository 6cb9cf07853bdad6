-- One row per page of the batch: its frontier row after its latest capture or failure.
with

asked_of_site as (

    select distinct captures.url
    from new_captures as captures
    where captures.purpose = 'page' and captures.source = 'live'

),

latest_captures as (

    select
        captures.*,
        asked_of_site.url is not null and captures.source <> 'live' as is_copy,
        case
            -- There is no page at such an address. The other statuses refuse the request.
            when captures.status in (400, 404, 410, 414) then 'gone'
            when captures.status >= 400 then 'failed'
            else 'captured'
        end as outcome,
        -- A refusal is not lifted within the hour, but perhaps by the next night (16 hours or
        -- more); a broken server may be repaired, and a busy one may answer.
        case
            when captures.status in (408, 425, 429) or captures.status >= 500 then 3600
            else 57600
        end as wait_seconds
    from new_captures as captures
    left join asked_of_site on captures.url = asked_of_site.url
    where captures.purpose = 'page'
    qualify row_number() over (
        partition by captures.url
        order by
            -- What a web archive has outweighs the error of the site in the same batch.
            is_copy and outcome = 'captured' desc,
            captures.captured_at desc,
            captures.capture_id desc
    ) = 1

),

-- Pages that the site itself lists, in this run or in the one that made them due.
listed as (

    select distinct candidates.url
    from raw.candidates as candidates
    semi join batch_captures as batch on candidates.url = batch.url
    left join raw.frontier as frontier on candidates.url = frontier.url
    where
        candidates.source = 'live'
        and (candidates.run_id = $run_id or frontier.status in ('pending', 'failed'))
        and coalesce(frontier.attempts, 0) < 6
        and frontier.failure_class is distinct from 'unlisted'

),

latest_failures as (

    select *
    from batch_failures
    qualify row_number() over (partition by url order by batch_row desc) = 1

),

addresses as (

    select
        url,
        article_id,
        kind
    from batch_captures
    union
    select
        url,
        article_id,
        kind
    from batch_failures

),

outcomes as (

    select
        addresses.url,
        addresses.article_id,
        addresses.kind,
        captures.capture_id,
        captures.captured_at,
        captures.source,
        addresses.article_id % 1009 / 1009 as share,
        case
            -- A listed page that is missing is treated as a temporary fault for some nights.
            when failures.url is null and captures.outcome = 'gone' and listed.url is not null
                then 'missing'
            -- The site said that the page had changed, and it has not: perhaps a cache served the
            -- former page. It is requested once more, on the next night.
            when
                failures.url is null
                and captures.outcome = 'captured'
                and frontier.status = 'pending'
                and frontier.known_modified_at > former.captured_at
                and former.capture_id <> captures.capture_id
                and former.payload_sha256 = captures.payload_sha256
                then 'unchanged'
            when failures.url is null then captures.outcome
            when failures.retry_at is not null then 'failed'
            when regexp_matches(lower(failures.failure_class), '^(policy|robots|excluded)')
                then 'excluded'
            else 'gone'
        end as outcome,
        coalesce(failures.failure_class, 'http_' || captures.status) as failure_class,
        coalesce(failures.error, 'HTTP status ' || captures.status) as last_error,
        coalesce(epoch(failures.retry_at), epoch(captures.captured_at) + captures.wait_seconds)
            as retry_epoch,
        greatest(
            coalesce(epoch(failures.retry_at) - epoch($now), captures.wait_seconds), 0
        ) as wait_seconds,
        case when captures.outcome = 'captured' then captures.etag end as etag,
        case when captures.outcome = 'captured' then captures.last_modified end as last_modified
    from addresses
    left join latest_captures as captures on addresses.url = captures.url
    left join latest_failures as failures on addresses.url = failures.url
    left join raw.frontier as frontier on addresses.url = frontier.url
    left join raw.captures as former on frontier.last_capture_id = former.capture_id
    left join listed on addresses.url = listed.url and captures.source = 'live'
    where
        -- An older capture, from a recovered file, does not change the state of the page.
        coalesce(captures.captured_at >= frontier.last_captured_at, captures.url is not null)
        -- Unless the newer capture has a wrong date, because the clock was ahead.
        or (captures.url is not null and frontier.last_captured_at > $now)
        or (
            failures.url is not null
            -- A failure counts once per run, so that loading a batch again changes nothing.
            and (frontier.last_run, frontier.last_error, frontier.failure_class)
            is distinct from ($run_id, failures.error, failures.failure_class)
        )

)

select
    outcomes.url,
    outcomes.article_id,
    outcomes.kind,
    case
        when outcomes.outcome = 'missing' then 'failed'
        when outcomes.outcome = 'unchanged' then 'pending'
        else outcomes.outcome
    end as status,
    case
        -- A page whose last captures were not articles counts as a success only after parsing.
        when outcomes.outcome = 'captured' and starts_with(frontier.failure_class, 'rejected')
            then frontier.attempts
        when outcomes.outcome = 'captured' then 0
        when outcomes.failure_class = 'postponed' then coalesce(frontier.attempts, 0)
        else coalesce(frontier.attempts, 0) + 1
    end as attempts,
    case
        when outcomes.outcome = 'missing'
            then
                -- Due the next night, then after about 20 hours, 40, 80 and so on.
                to_timestamp(
                    epoch(outcomes.captured_at)
                    + case
                        when coalesce(frontier.attempts, 0) > 0
                            then 36000 * pow(2, frontier.attempts) * (1 + 0.1 * outcomes.share)
                        else 0
                    end
                )
        when outcomes.outcome = 'failed'
            then
                -- The wait doubles with each attempt, up to thirty days beyond the requested one.
                -- Each page adds its own fixed share of up to a tenth, so that pages that failed
                -- together are not all requested again at the same time.
                to_timestamp(
                    outcomes.retry_epoch
                    + least(
                        outcomes.wait_seconds
                        * (
                            pow(2, least(coalesce(frontier.attempts, 0), 20))
                            * (1 + 0.1 * outcomes.share)
                            - 1
                        ),
                        2592000 * (0.9 + 0.1 * outcomes.share)
                    )
                )
        when outcomes.outcome = 'excluded'
            then
                -- A rule of robots.txt may be lifted, and a redirect may lead back, perhaps by the next
                -- night; after that about 32 hours later, 64 and so on, up to thirty days.
                to_timestamp(
                    epoch($now)
                    + least(57600 * pow(2, least(coalesce(frontier.attempts, 0), 20)), 2592000)
                )
    end as next_attempt_at,
    case
        when outcomes.outcome not in ('captured', 'unchanged') then outcomes.failure_class
    end as failure_class,
    case
        when outcomes.outcome not in ('captured', 'unchanged') then outcomes.last_error
    end as last_error,
    coalesce(outcomes.capture_id, frontier.last_capture_id) as last_capture_id,
    coalesce(outcomes.captured_at, frontier.last_captured_at) as last_captured_at,
    coalesce(outcomes.etag, frontier.etag) as etag,
    coalesce(outcomes.last_modified, frontier.last_modified) as last_modified,
    frontier.known_modified_at,
    coalesce(frontier.first_seen_at, outcomes.captured_at, $now) as first_seen_at,
    coalesce(frontier.first_seen_run, $run_id) as first_seen_run,
    $run_id as last_run,
    coalesce(frontier.source, outcomes.source) as source
from outcomes
left join raw.frontier as frontier on outcomes.url = frontier.url
