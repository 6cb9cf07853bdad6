-- One row: how much the snapshot holds.
-- needs: articles
select
    count(*) as article_count,
    coalesce(sum(word_count), 0)::bigint as word_count,
    min(published_on) as first_day,
    max(published_on) as last_day,
    count(*) filter (where published_on is null) as undated_count
from articles
