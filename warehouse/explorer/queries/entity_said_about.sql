-- One row per quote of somebody else that names an entity, newest first.
-- needs: mentions, quotes, articles
with

naming as (

    select distinct
        quotes.article_id,
        quotes.seq,
        quotes.published_on
    from mentions
    inner join quotes on mentions.article_id = quotes.article_id
    where
        mentions.entity_id = $entity_id
        and mentions.field = 'body'
        and mentions.start_char between quotes.start_char and quotes.end_char
        and quotes.entity_id <> $entity_id

),

shown as (

    select
        article_id,
        seq
    from naming
    order by published_on desc nulls last, article_id asc, seq asc
    limit 6

)

select
    quotes.text,
    quotes.published_on,
    quotes.speaker,
    quotes.entity_id,
    articles.article_id,
    articles.title,
    (select count(*) from naming) as total
from shown
inner join quotes on shown.article_id = quotes.article_id and shown.seq = quotes.seq
inner join articles on shown.article_id = articles.article_id
order by quotes.published_on desc nulls last, quotes.article_id asc, quotes.seq asc
