-- One row per article whose captures have different texts, those with most versions first.
-- needs: article_versions
with changed as (

    select
        article_id,
        count(*) as version_count,
        arg_max(title, version) as title,
        max(published_on) as published_on,
        min(first_captured_at) as first_captured_at,
        max(first_captured_at) as changed_by,
        list_sort(list_distinct(flatten(list(changed_fields)))) as changed_fields
    from article_versions
    group by article_id
    having count(*) > 1

)

select
    *,
    count(*) over () as total
from changed
order by version_count desc, changed_by desc, article_id asc
limit $max_rows offset $skipped
