-- One row per captured page that the site listed before and lists no more: due once.
with

listed as (

    select
        candidates.url,
        max(candidates.seen_at) as listed_at,
        bool_or(candidates.run_id = $run_id) as is_listed,
        bool_or(list_contains($routes::varchar[], candidates.discovered_via)) as was_listed
    from raw.candidates as candidates
    where candidates.source = 'live'
    group by candidates.url

)

select
    frontier.* replace (
        'pending' as status,
        0 as attempts,
        'unlisted' as failure_class,
        'the site does not list it any more' as last_error,
        $run_id as last_run
    )
from raw.frontier as frontier
inner join listed on frontier.url = listed.url
inner join raw.captures as captures on frontier.last_capture_id = captures.capture_id
left join raw.runs as runs on captures.run_id = runs.run_id
where
    frontier.status = 'captured'
    and listed.was_listed
    and not listed.is_listed
    -- Not requested yet since it was last listed.
    and (
        captures.source <> 'live'
        or coalesce(runs.started_at, captures.captured_at) <= listed.listed_at
    )
