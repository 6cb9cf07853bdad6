-- One row per article, most recently captured first.
-- needs: articles
select
    article_id,
    title,
    section_path,
    published_on,
    captured_at,
    captured_from
from articles
order by captured_at desc, article_id asc
limit 8
