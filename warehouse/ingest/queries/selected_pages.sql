-- One row per page of the selection, with its planned action.
with

offered as (

    select distinct offers.url
    from raw.offered_pages as offers

)

select
    pages.*,
    case
        when $mode = 'reparse' and pages.last_capture_id is not null then 'to_parse'
        when $mode = 'reparse' then 'not_there'
        when pages.status = 'excluded' then 'excluded'
        when offered.url is not null then 'to_fetch'
        -- Longer than any wait (see frontier_after_fetch): the clock was ahead when it was set.
        when
            pages.status = 'failed'
            and pages.next_attempt_at > $now
            and pages.next_attempt_at < $now::timestamptz + interval 60 days
            then 'waiting'
        when pages.status in ('pending', 'failed') then 'to_fetch'
        when $mode = 'refetch' then 'to_fetch'
        when pages.status = 'gone' then 'gone'
        else 'already_there'
    end as state
from staging.pages as pages
left join offered on pages.url = offered.url
where
    ($is_whole_archive or pages.known_on between $since and $until)
    and (
        len($sections::varchar[]) = 0
        or list_has_any(pages.section_names, $sections::varchar[])
    )
    and ($source::varchar is null or list_contains(pages.sources, $source))
