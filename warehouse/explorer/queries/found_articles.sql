-- One row per article in `found`, the newest first.
-- needs: articles
select
    articles.article_id,
    articles.title,
    articles.url,
    articles.section_path,
    articles.published_on,
    articles.author,
    articles.dateline_places[1] as place,
    articles.lead,
    count(*) over () as total
from found
inner join articles on found.article_id = articles.article_id
order by articles.published_on desc nulls last, articles.article_id asc
limit $max_rows offset $skipped
