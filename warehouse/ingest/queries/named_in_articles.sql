-- One row per mention of a person or organisation in the text of an article, captions left out.
select
    mentions.capture_id,
    mentions.sentence_seq,
    mentions.entity_type,
    mentions.local_id,
    mentions.name
from raw.mentions as mentions
semi join latest_captures as latest on mentions.capture_id = latest.capture_id
where mentions.field <> 'caption' and mentions.entity_type in ('PER', 'ORG')
