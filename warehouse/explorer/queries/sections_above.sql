-- One row per section and section above it, the section itself included.
-- needs: article_sections
with

paths as (

    select distinct
        article_sections.section_path,
        string_split(article_sections.section_path, '/') as parts
    from article_sections

)

select
    paths.section_path,
    array_to_string(paths.parts[1:depths.depth], '/') as above_path
from paths
cross join unnest(range(1, len(paths.parts) + 1)) as depths (depth)
