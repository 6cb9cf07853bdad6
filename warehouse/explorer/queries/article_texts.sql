-- One row per article of a list.
-- needs: articles
select
    article_id,
    body
from articles
where article_id in (select unnest($article_ids::bigint[]))
