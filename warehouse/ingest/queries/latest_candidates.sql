-- One row per URL and discovery route of the batch: the last hint of the route.
select
    candidates.url,
    candidates.discovered_via,
    candidates.listed_on,
    candidates.title,
    candidates.author,
    candidates.section,
    candidates.published_on,
    candidates.published_at,
    candidates.modified_at,
    candidates.post_id,
    coalesce(candidates.source, runs.source) as source,
    $run_id as run_id,
    $now as seen_at
from batch_candidates as candidates
left join raw.runs as runs on runs.run_id = $run_id
qualify
    row_number() over (
        partition by candidates.url, candidates.discovered_via
        order by candidates.batch_row desc
    ) = 1
