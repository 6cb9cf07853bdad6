-- One row per section, the largest first.
-- needs: articles
select
    section_path,
    count(*) as article_count
from articles
where section_path is not null
group by section_path
order by article_count desc, section_path asc
