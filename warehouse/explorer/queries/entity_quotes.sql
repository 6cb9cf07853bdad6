-- One row per quote by an entity, newest first.
-- needs: quotes, articles
with

spoken as (

    select
        article_id,
        seq,
        published_on
    from quotes
    where entity_id = $entity_id

),

shown as (

    select
        article_id,
        seq
    from spoken
    order by published_on desc nulls last, article_id asc, seq asc
    limit 8

)

select
    quotes.text,
    quotes.published_on,
    quotes.cue,
    articles.article_id,
    articles.title,
    articles.dateline_places[1] as place,
    (select count(*) from spoken) as total
from shown
inner join quotes on shown.article_id = quotes.article_id and shown.seq = quotes.seq
inner join articles on shown.article_id = articles.article_id
order by quotes.published_on desc nulls last, quotes.article_id asc, quotes.seq asc
