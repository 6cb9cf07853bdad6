-- One row per mention of a name in an article, with its position and entity.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    mentions.seq,
    mentions.field,
    mentions.paragraph_seq,
    mentions.sentence_seq,
    mentions.start_char,
    mentions.end_char,
    mentions.text,
    mentions.entity_type,
    kinds.entity_kind,
    coalesce(resolved.entity_id, mentions.local_id) as entity_id,
    mentions.name as full_name
from staging.latest_articles as latest
inner join raw.mentions as mentions on latest.capture_id = mentions.capture_id
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
left join raw.resolved_ids as resolved on mentions.local_id = resolved.local_id
left join staging.entity_kinds as kinds on mentions.entity_type = kinds.entity_type
