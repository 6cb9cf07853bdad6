-- One row per quote in an article, with its speaker.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    quotes.seq,
    quotes.paragraph_seq,
    quotes.start_char,
    quotes.end_char,
    quotes.text,
    quotes.speaker,
    quotes.speaker_kind,
    coalesce(resolved.entity_id, quotes.local_id) as entity_id,
    quotes.cue
from staging.latest_articles as latest
inner join raw.quotes as quotes on latest.capture_id = quotes.capture_id
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
left join raw.resolved_ids as resolved on quotes.local_id = resolved.local_id
