-- One row per statement of these kinds that an entity makes (role `speaker`), or that names it (`named`), newest first.
-- needs: entity_statements, statements, articles
with

chosen as (

    select
        article_id,
        seq,
        published_on
    from entity_statements
    where
        entity_id = $entity_id
        and role = $role
        and speaker_id is not null
        and statement_kind in (select unnest($kinds::varchar[]))

),

shown as (

    select
        article_id,
        seq
    from chosen
    order by published_on desc nulls last, article_id asc, seq asc
    limit $max_rows offset $skipped

),

-- A filter by articles reads the texts of these only; a join would read all.
texts as (

    select statements.*
    from statements
    where statements.article_id in (select shown.article_id from shown)

)

select
    texts.text,
    texts.published_on,
    texts.statement_kind,
    texts.cue,
    texts.confidence,
    texts.speaker,
    texts.entity_id,
    articles.article_id,
    articles.title,
    articles.url,
    articles.dateline_places[1] as place,
    (select count(*) from chosen) as total
from shown
inner join texts on shown.article_id = texts.article_id and shown.seq = texts.seq
inner join articles on shown.article_id = articles.article_id
order by texts.published_on desc nulls last, texts.article_id asc, texts.seq asc
