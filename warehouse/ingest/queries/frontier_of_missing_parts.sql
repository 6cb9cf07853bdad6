-- One row per part of a split article that is not in the frontier yet: its new row there.
select
    parts.url,
    parts.article_id,
    parts.kind,
    'pending' as status,
    0 as attempts,
    parts.captured_at as first_seen_at,
    parts.run_id as first_seen_run,
    parts.run_id as last_run,
    parts.source
from missing_parts as parts
where not parts.is_known
