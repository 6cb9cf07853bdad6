-- One row per dateline of articles that quote or name an entity.
-- needs: mentions, articles, quotes
with

named_in as (

    select distinct article_id
    from mentions
    where entity_id = $entity_id and field <> 'caption'

),

quoted_in as (

    select
        article_id,
        count(*) as quote_count
    from quotes
    where entity_id = $entity_id
    group by article_id

)

select
    coalesce(articles.dateline_places[1], '') as place,
    count(*) as article_count,
    coalesce(sum(quoted_in.quote_count), 0)::bigint as quote_count
from named_in
inner join articles on named_in.article_id = articles.article_id
left join quoted_in on named_in.article_id = quoted_in.article_id
group by place
order by quote_count desc, article_count desc, place asc
limit 14
