-- One row per article and section that it is in, or that is above one that it is in.
-- needs: article_sections
select distinct
    article_sections.article_id,
    sections_above.above_path as section_path
from article_sections
inner join sections_above on article_sections.section_path = sections_above.section_path
