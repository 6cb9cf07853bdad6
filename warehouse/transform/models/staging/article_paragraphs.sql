-- One row per block of text of a capture; of a split article those of all pages, numbered through.
-- materialized: ephemeral
select
    coalesce(parts.first_capture_id, paragraphs.capture_id) as capture_id,
    paragraphs.seq + coalesce(parts.paragraph_offset, 0) as seq,
    paragraphs.kind,
    paragraphs.text,
    paragraphs.text_with_dateline,
    paragraphs.speaker
from raw.paragraphs as paragraphs
left join staging.article_parts as parts on paragraphs.capture_id = parts.capture_id
where parts.capture_id is null or not parts.is_repeated
