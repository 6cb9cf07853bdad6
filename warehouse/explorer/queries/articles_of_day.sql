-- One row per article published on a day.
-- needs: articles
select
    article_id,
    published_on
from articles
where published_on = $list_id::date
