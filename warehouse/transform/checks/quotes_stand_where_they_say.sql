-- One row per statement, event or date whose text is not in the body at its offsets.
-- severity: stop
-- scope: article
with

passages as (

    select
        'statements' as mart_name,
        statements.article_id,
        statements.seq,
        statements.text,
        statements.start_char,
        statements.end_char
    from marts.statements as statements
    union all
    select
        'events' as mart_name,
        events.article_id,
        events.seq,
        events.text,
        events.start_char,
        events.end_char
    from marts.events as events
    union all
    select
        'text_dates' as mart_name,
        dates.article_id,
        dates.seq,
        dates.text,
        dates.start_char,
        dates.end_char
    from marts.text_dates as dates

)

select
    passages.mart_name,
    passages.article_id,
    passages.seq,
    passages.text,
    passages.start_char
from passages
inner join marts.articles as articles on passages.article_id = articles.article_id
where
    passages.text is distinct from substring(
        articles.body, passages.start_char + 1, passages.end_char - passages.start_char
    )
