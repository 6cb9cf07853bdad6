-- One row per list of articles of a kind: author, section or tag; one list if `list_id` is given.
-- needs: authors, sections, tags, articles, article_sections
with

-- As on the page of a section, with its subsections.
in_sections as (

    select
        above.above_path as section_path,
        count(distinct article_sections.article_id) as article_count,
        min(articles.published_on) as first_published_on,
        max(articles.published_on) as last_published_on
    from article_sections
    inner join sections_above as above on article_sections.section_path = above.section_path
    inner join articles on article_sections.article_id = articles.article_id
    where $kind = 'section'
    group by above.above_path

),

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
        sections.section_path as list_id,
        sections.section_name as name,
        in_sections.article_count,
        in_sections.first_published_on,
        in_sections.last_published_on
    from sections
    inner join in_sections on sections.section_path = in_sections.section_path
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
