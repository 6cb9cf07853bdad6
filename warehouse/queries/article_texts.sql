-- One row per article of these captures: its text as extraction searches it.
select
    texts.capture_id,
    texts.article_id,
    texts.published_on,
    texts.title,
    texts.dateline,
    texts.body,
    texts.paragraphs,
    texts.captions,
    texts.text_sha256
from staging.article_texts as texts
where list_contains($capture_ids, texts.capture_id)
order by texts.capture_id
