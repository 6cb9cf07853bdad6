-- One row per URL of the batch that is new, changed or named with a later change: its frontier row.
with

named as (

    select
        url,
        any_value(article_id) as article_id,
        any_value(kind) as kind,
        max(modified_at) as modified_at,
        min(source) as source
    from batch_candidates
    group by url

),

listed_before as (

    select
        candidates.url,
        max(candidates.seen_at) as listed_at
    from raw.candidates as candidates
    inner join named on candidates.url = named.url
    inner join raw.runs as runs on runs.run_id = $run_id
    where candidates.source = 'live' and coalesce(named.source, runs.source) = 'live'
    group by candidates.url

),

compared as (

    select
        named.*,
        frontier.url is null as is_new,
        frontier.status in ('captured', 'gone')
        and case
            -- The clock of the site was ahead: a later change may have an earlier time.
            when frontier.known_modified_at > $now
                then coalesce(named.modified_at <> frontier.known_modified_at, false)
            else
                coalesce(
                    named.modified_at
                    > coalesce(frontier.known_modified_at, frontier.last_captured_at),
                    false
                )
        end
        -- It was not listed when it was found to be gone.
        or coalesce(frontier.status = 'gone' and before.listed_at < gone.started_at, false)
            as is_changed
    from named
    left join raw.frontier as frontier on named.url = frontier.url
    left join listed_before as before on named.url = before.url
    left join raw.captures as captures on frontier.last_capture_id = captures.capture_id
    left join raw.runs as gone on captures.run_id = gone.run_id

)

select
    compared.url,
    compared.article_id,
    compared.kind,
    case
        when compared.is_new or compared.is_changed then 'pending' else frontier.status
    end as status,
    case when compared.is_new or compared.is_changed then 0 else frontier.attempts end as attempts,
    frontier.next_attempt_at,
    frontier.failure_class,
    frontier.last_error,
    frontier.last_capture_id,
    frontier.last_captured_at,
    -- A page that is said to have changed is requested in full: caches and plugins answer 304 to it.
    case when not compared.is_changed then frontier.etag end as etag,
    case when not compared.is_changed then frontier.last_modified end as last_modified,
    case
        when compared.is_changed and frontier.known_modified_at > $now then compared.modified_at
        else greatest(frontier.known_modified_at, compared.modified_at)
    end as known_modified_at,
    coalesce(frontier.first_seen_at, $now) as first_seen_at,
    coalesce(frontier.first_seen_run, $run_id) as first_seen_run,
    $run_id as last_run,
    case
        when compared.is_new then coalesce(compared.source, runs.source) else frontier.source
    end as source
from compared
left join raw.frontier as frontier on compared.url = frontier.url
left join raw.runs as runs on runs.run_id = $run_id
where
    compared.is_new
    or compared.is_changed
    or coalesce(
        compared.modified_at > frontier.known_modified_at, compared.modified_at is not null
    )
