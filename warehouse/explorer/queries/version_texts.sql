-- One row per version of an article, with its text.
-- needs: article_versions
select
    version,
    title,
    body,
    published_on,
    captured_from,
    first_captured_at
from article_versions
where article_id = $article_id
order by version
