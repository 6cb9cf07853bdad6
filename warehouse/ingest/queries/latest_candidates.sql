-- One row per URL and discovery route of the batch: the last hint of the route.
-- Of archived listings the one captured last counts, in whatever order they are loaded.
with

named as (

    select
        candidates.*
        replace (
            coalesce(candidates.source, runs.source) as source,
            coalesce(candidates.seen_at, $now) as seen_at
        ),
        $run_id as run_id,
        candidates.seen_at is not null as is_archived
    from batch_candidates as candidates
    left join raw.runs as runs on runs.run_id = $run_id
    union all by name
    select
        before.*,
        -1 as batch_row,
        true as is_archived
    from raw.candidates as before
    where (before.url, before.discovered_via) in (
        select
            candidates.url,
            candidates.discovered_via
        from batch_candidates as candidates
        where candidates.seen_at is not null
    )

)

select
    named.url,
    named.discovered_via,
    named.listed_on,
    named.title,
    named.author,
    named.section,
    named.published_on,
    named.published_at,
    named.modified_at,
    named.post_id,
    named.source,
    named.run_id,
    named.seen_at
from named
qualify
    row_number() over (
        partition by named.url, named.discovered_via
        order by
            named.seen_at desc,
            case
                when named.is_archived
                    then
                        row(
                            named.published_at,
                            named.published_on,
                            named.title,
                            named.section,
                            named.author
                        )
            end desc nulls last,
            named.batch_row desc
    ) = 1
