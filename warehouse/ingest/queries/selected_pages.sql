-- One row per page of the selection, with its planned action.
with

offered as (

    select distinct offers.url
    from raw.offered_pages as offers

),

-- Posts whose content was read from an answer of the REST interface.
posts as (

    select
        captures.url,
        max(captures.captured_at) filter (
            where captures.item is null and captures.status < 400
        ) as page_captured_at,
        bool_or(contains(array_to_string(captures.flags, ' '), 'needs-page:')) as needs_page
    from staging.kept_captures as captures
    where captures.purpose = 'page'
    group by captures.url
    having count(captures.item) > 0

),

wanted as (

    select
        posts.url,
        posts.page_captured_at,
        posts.needs_page
        -- The same posts every night: a random order that follows from their addresses.
        or row_number() over (order by hash(posts.url), posts.url)
        <= greatest($checked_posts, ceil(count(*) over () / 100)) as is_needed
    from posts

),

named as (

    select distinct candidates.url
    from raw.candidates as candidates

),

-- Error responses in files and web archives: asking the same source again gives the same response.
answered as (

    select captures.capture_id
    from raw.captures as captures
    where
        captures.purpose = 'page'
        and captures.status >= 400
        and captures.source = $source::varchar
        and captures.source <> 'live'

)

select
    pages.*,
    coalesce(wanted.is_needed, false) as is_needed,
    wanted.url is not null as is_post,
    case
        when $mode = 'reparse' and pages.last_capture_id is not null then 'to_parse'
        when $mode = 'reparse' then 'not_there'
        when
            pages.status = 'excluded'
            and (pages.failure_class is null or pages.next_attempt_at > $now)
            then 'excluded'
        when offered.url is not null then 'to_fetch'
        when
            wanted.url is not null
            and not wanted.is_needed
            and not $pages_of_posts
            and pages.status <> 'gone'
            and coalesce(pages.failure_class, '') <> 'unlisted'
            then 'already_there'
        when
            pages.status = 'captured'
            and wanted.url is not null
            -- A file with posts in answers of the REST interface does not have their pages.
            and named.url is not null
            and (
                wanted.page_captured_at is null
                or wanted.page_captured_at < pages.known_modified_at
            )
            then 'to_fetch'
        -- No wait is that long (see frontier_after_fetch): the clock was ahead when it began.
        when
            pages.status = 'failed'
            and pages.next_attempt_at > $now
            and pages.next_attempt_at < $now::timestamptz + interval 60 days
            then 'waiting'
        when
            pages.status = 'failed'
            and answered.capture_id is not null
            and starts_with(pages.failure_class, 'http_')
            and $mode <> 'refetch'
            then 'already_there'
        when pages.status in ('pending', 'failed', 'excluded') then 'to_fetch'
        when $mode = 'refetch' then 'to_fetch'
        when pages.status = 'gone' then 'gone'
        else 'already_there'
    end as state
from staging.pages as pages
left join offered on pages.url = offered.url
left join wanted on pages.url = wanted.url
left join named on pages.url = named.url
left join answered on pages.last_capture_id = answered.capture_id
where
    ($is_whole_archive or pages.known_on between $since and $until)
    and (
        len($sections::varchar[]) = 0
        or list_has_any(pages.section_names, $sections::varchar[])
    )
    and ($source::varchar is null or list_contains(pages.sources, $source))
