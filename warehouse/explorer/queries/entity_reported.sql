-- One row per statement of an entity in the reporter's words, newest first.
-- needs: entity_statements, statements, articles
with

reported as (

    select
        article_id,
        seq,
        published_on
    from entity_statements
    where
        entity_id = $entity_id
        and role = 'speaker'
        and statement_kind in ('indirect', 'mixed')

),

shown as (

    select
        article_id,
        seq
    from reported
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
    statements.text,
    statements.published_on,
    statements.cue,
    statements.confidence,
    articles.article_id,
    articles.title,
    articles.dateline_places[1] as place,
    (select count(*) from reported) as total
from shown
inner join texts as statements
    on shown.article_id = statements.article_id and shown.seq = statements.seq
inner join articles on shown.article_id = articles.article_id
order by statements.published_on desc nulls last, statements.article_id asc, statements.seq asc
