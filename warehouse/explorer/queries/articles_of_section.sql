-- One row per article that is in a section or one of its subsections, first or in second place.
-- needs: articles, article_sections
select
    article_id,
    published_on
from articles
where article_id in (
    select articles_in_sections.article_id
    from articles_in_sections
    where articles_in_sections.section_path = $list_id
)
