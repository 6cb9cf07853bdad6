-- One row per article of a list, with its text.
-- needs: articles
select
    article_id,
    title,
    url,
    section_path,
    published_on,
    author,
    dateline_places[1] as place,
    lead,
    body
from articles
where article_id in (select unnest($article_ids::bigint[]))
