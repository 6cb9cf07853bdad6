-- One row: an article.
-- needs: articles
select *
from articles
where article_id = $article_id
