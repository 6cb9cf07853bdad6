-- One row per statement and entity that makes it, or that it names.
-- unique_key: entity_id, role, article_id, seq
-- order_by: entity_id, role, published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    statements.entity_id,
    'speaker' as role,
    statements.article_id,
    statements.seq,
    statements.published_on,
    statements.statement_kind,
    statements.entity_id as speaker_id
from marts.statements as statements
where statements.entity_id is not null
union all
select distinct
    mentions.entity_id,
    'named' as role,
    statements.article_id,
    statements.seq,
    statements.published_on,
    statements.statement_kind,
    statements.entity_id as speaker_id
from marts.statements as statements
inner join marts.mentions as mentions
    on
        statements.article_id = mentions.article_id
        and mentions.start_char between statements.start_char and statements.end_char
where
    mentions.field = 'body'
    and mentions.entity_id is distinct from statements.entity_id
