-- One row per quote in an article, with its speaker: the statements in the speaker's own words.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    statements.article_id,
    statements.published_on,
    statements.seq,
    statements.paragraph_seq,
    statements.start_char,
    statements.end_char,
    statements.text,
    statements.speaker,
    statements.speaker_kind,
    statements.entity_id,
    statements.cue
from marts.statements as statements
where statements.statement_kind <> 'indirect'
