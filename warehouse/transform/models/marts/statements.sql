-- One row per statement in an article: what a person or body says, thinks or wants.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    statements.seq,
    statements.paragraph_seq,
    statements.statement_kind,
    statements.start_char,
    statements.end_char,
    statements.text,
    statements.cue,
    statements.speaker,
    statements.speaker_kind,
    coalesce(resolved.entity_id, statements.local_id) as entity_id,
    statements.speaker_start_char,
    statements.speaker_end_char,
    statements.confidence
from staging.latest_articles as latest
inner join raw.statements as statements on latest.capture_id = statements.capture_id
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
left join raw.resolved_ids as resolved on statements.local_id = resolved.local_id
