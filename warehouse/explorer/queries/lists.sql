-- One row per list of articles of a kind: author, section or tag; one list if `list_id` is given.
-- needs: authors, sections, tags
with

lists as (

    select
        'author' as list_kind,
        author_id as list_id,
        author_name as name,
        article_count,
        first_published_on,
        last_published_on
    from authors
    union all
    select
        'section' as list_kind,
        section_path as list_id,
        section_name as name,
        article_count,
        first_published_on,
        last_published_on
    from sections
    union all
    select
        'tag' as list_kind,
        tag_slug as list_id,
        tag_name as name,
        article_count,
        first_published_on,
        last_published_on
    from tags

)

select
    lists.list_id,
    lists.name,
    lists.article_count,
    lists.first_published_on,
    lists.last_published_on,
    count(*) over () as total
from lists
where
    lists.list_kind = $kind
    and ($list_id = '' or lists.list_id = $list_id)
    and ($words = '' or contains(lower(strip_accents(lists.name)), lower(strip_accents($words))))
order by lists.article_count desc, lists.list_id asc
limit $max_rows offset $skipped
