-- One row per version of an article.
-- needs: article_versions
select
    version,
    title,
    body_chars,
    changed_fields,
    captured_from,
    first_captured_at,
    last_captured_at,
    capture_count
from article_versions
where article_id = $article_id
order by version
