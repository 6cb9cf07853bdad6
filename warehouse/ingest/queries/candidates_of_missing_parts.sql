-- One row per part of a split article that the batch links to: the day of its article.
select
    parts.url,
    'article:pages' as discovered_via,
    parts.first_url as listed_on,
    parts.published_on,
    parts.published_at,
    parts.modified_at,
    parts.source,
    parts.run_id,
    parts.captured_at as seen_at
from missing_parts as parts
