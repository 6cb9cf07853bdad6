-- One row per page whose last capture has gone missing from the store, or has come back.
select
    frontier.* replace (
        case
            when kept.capture_id is null then 'pending'
            when kept.status between 400 and 499 then 'gone'
            else 'captured'
        end as status,
        case when kept.capture_id is null then 'capture_lost' end as failure_class,
        case
            when kept.capture_id is null
                then
                    coalesce(
                        'its capture is damaged: ' || damaged.detail,
                        'its capture was in '
                        || coalesce(captures.warc_file, 'a file of the store') || ', which is gone'
                    )
        end as last_error,
        -- A "not modified" answer would be useless without the stored bytes.
        case when kept.capture_id is not null then frontier.etag end as etag,
        case when kept.capture_id is not null then frontier.last_modified end as last_modified,
        $run_id as last_run
    )
from raw.frontier as frontier
left join staging.kept_captures as kept on frontier.last_capture_id = kept.capture_id
left join raw.captures as captures on frontier.last_capture_id = captures.capture_id
left join raw.damaged_captures as damaged on frontier.last_capture_id = damaged.capture_id
where
    frontier.last_capture_id is not null
    and (
        (frontier.status in ('captured', 'failed', 'gone') and kept.capture_id is null)
        or (
            frontier.status = 'pending'
            and frontier.failure_class = 'capture_lost'
            and kept.capture_id is not null
        )
    )
