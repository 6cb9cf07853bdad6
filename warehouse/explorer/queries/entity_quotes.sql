-- One row per quote by an entity, newest first.
-- needs: entity_statements, statements, articles
with

spoken as (

    select
        article_id,
        seq,
        published_on
    from entity_statements
    where entity_id = $entity_id and role = 'speaker' and statement_kind <> 'indirect'

),

shown as (

    select
        article_id,
        seq
    from spoken
    order by published_on desc nulls last, article_id asc, seq asc
    limit 8

),

-- A filter by articles reads the texts of these only; a join would read all.
texts as (

    select statements.*
    from statements
    where statements.article_id in (select shown.article_id from shown)

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
inner join texts as quotes
    on shown.article_id = quotes.article_id and shown.seq = quotes.seq
inner join articles on shown.article_id = articles.article_id
order by quotes.published_on desc nulls last, quotes.article_id asc, quotes.seq asc
