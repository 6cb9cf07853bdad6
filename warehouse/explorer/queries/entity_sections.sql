-- One row per section of the articles in `found`, which an entity is named in.
-- needs: entity_articles, articles
select
    section_path,
    count(*) as article_count
from found
group by section_path
order by article_count desc, section_path asc
