-- One row per article of a list.
-- needs: articles
select
    article_id,
    title,
    url,
    section_path,
    published_on,
    author,
    dateline_places[1] as place,
    lead
from articles
where article_id in (select unnest($article_ids::bigint[]))
