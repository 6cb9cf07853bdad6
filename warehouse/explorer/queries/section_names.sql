-- One row per section with the articles in it and in its subsections, the largest first.
-- needs: article_sections
select
    above.above_path as section_path,
    count(distinct article_sections.article_id) as article_count
from article_sections
inner join sections_above as above on article_sections.section_path = above.section_path
group by above.above_path
order by article_count desc, section_path asc
