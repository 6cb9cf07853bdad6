-- One row per disagreement between two places of an article's page.
-- key: article_id, seq
-- order: article_id, seq
-- incremental: article_id
select
    latest.article_id,
    parts.seq,
    parts.field,
    parts.chosen,
    parts.chosen_from,
    parts.other,
    parts.other_from
from staging.latest_articles as latest
inner join raw.conflicts as parts on latest.capture_id = parts.capture_id
