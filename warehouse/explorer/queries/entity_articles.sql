-- One row per article that names an entity, the newest first.
-- needs: mentions, articles
with

named_in as (

    select
        article_id,
        count(*) as mention_count
    from mentions
    where entity_id = $entity_id and field <> 'caption'
    group by article_id

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
    named_in.mention_count,
    count(*) over () as total
from named_in
inner join articles on named_in.article_id = articles.article_id
order by articles.published_on desc nulls last, articles.article_id asc
limit $max_rows
