-- One row per section with the articles in it and in its subsections, the largest first.
-- needs: article_sections
with

paths as (

    select distinct
        article_sections.section_path,
        string_split(article_sections.section_path, '/') as parts
    from article_sections

),

-- Each section with itself and those above it.
above as (

    select
        paths.section_path,
        array_to_string(paths.parts[1:depths.depth], '/') as above_path
    from paths
    cross join unnest(range(1, len(paths.parts) + 1)) as depths (depth)

)

select
    above.above_path as section_path,
    count(distinct article_sections.article_id) as article_count
from article_sections
inner join above on article_sections.section_path = above.section_path
group by above.above_path
order by article_count desc, section_path asc
