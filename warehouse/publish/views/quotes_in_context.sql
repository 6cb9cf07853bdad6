-- One row per quote, with its speaker, sentence and article.
select
    quotes.article_id,
    quotes.seq,
    quotes.entity_id,
    entities.name,
    quotes.speaker,
    quotes.speaker_kind,
    quotes.cue,
    quotes.text,
    quotes.start_char,
    quotes.end_char,
    sentence_at(articles.body, quotes.start_char, quotes.end_char) as sentence,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.url
from quotes
inner join articles on quotes.article_id = articles.article_id
left join entities on quotes.entity_id = entities.entity_id
