-- One row per page to fetch now, in the order to fetch them.
select
    url,
    etag,
    last_modified,
    sources,
    is_post or coalesce(failure_class = 'unlisted', false) as is_held
from selected_pages
where state = 'to_fetch'
order by
    is_needed desc,
    last_captured_at asc nulls first, known_on desc nulls last, url asc
limit coalesce($max_pages::bigint, 9223372036854775807)
