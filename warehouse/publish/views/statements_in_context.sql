-- One row per statement, with its speaker, sentence and article.
select
    statements.article_id,
    statements.seq,
    statements.entity_id,
    entities.name,
    statements.speaker,
    statements.speaker_kind,
    statements.statement_kind,
    statements.confidence,
    statements.cue,
    statements.text,
    statements.start_char,
    statements.end_char,
    sentence_at(articles.body, statements.start_char, statements.end_char) as sentence,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.url
from statements
inner join articles on statements.article_id = articles.article_id
left join entities on statements.entity_id = entities.entity_id
