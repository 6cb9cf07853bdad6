-- One row per article in `found`, which an entity is named in, the newest first.
-- needs: entity_articles, articles
with shown as (

    select
        article_id,
        mention_count
    from found
    order by published_on desc nulls last, article_id asc
    limit $max_rows

)

select
    articles.article_id,
    articles.title,
    articles.url,
    articles.section_path,
    articles.published_on,
    articles.dateline_places[1] as place,
    articles.author,
    articles.lead,
    shown.mention_count,
    (select count(*) from found) as total
from shown
inner join articles on shown.article_id = articles.article_id
order by articles.published_on desc nulls last, articles.article_id asc
