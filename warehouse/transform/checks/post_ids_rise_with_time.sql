-- One row per article whose date is far from the dates of articles with similar post ids.
-- severity: warn
with

placed as (

    select
        articles.article_id,
        articles.url,
        articles.post_id,
        articles.published_on,
        date '2000-01-01' + median(articles.published_on - date '2000-01-01') over (
            order by articles.post_id
            rows between 10 preceding and 10 following
        )::integer as usual_on
    from marts.articles as articles
    where articles.post_id is not null and articles.published_on is not null

)

select
    placed.article_id,
    placed.url,
    placed.post_id,
    placed.published_on,
    placed.usual_on
from placed
where abs(placed.published_on - placed.usual_on) > $post_id_days
