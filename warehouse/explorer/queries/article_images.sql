-- One row per picture of an article.
-- needs: images
select
    seq,
    image_url,
    caption,
    credit
from images
where article_id = $article_id
order by seq
