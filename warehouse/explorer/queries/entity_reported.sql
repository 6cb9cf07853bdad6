-- One row per statement of an entity in the reporter's words, newest first.
-- needs: statements, articles
select
    statements.text,
    statements.published_on,
    statements.cue,
    statements.confidence,
    articles.article_id,
    articles.title,
    articles.dateline_places[1] as place,
    count(*) over () as total
from statements
inner join articles on statements.article_id = articles.article_id
where statements.entity_id = $entity_id and statements.statement_kind in ('indirect', 'mixed')
order by statements.published_on desc nulls last, statements.article_id asc, statements.seq asc
limit 8
