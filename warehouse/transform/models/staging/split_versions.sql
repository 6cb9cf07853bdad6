-- One row per split article and visit to its pages: the joined text as it was known then.
-- Captures of the pages of an article that are less than six hours apart are one visit.
with

captured as (

    select
        captures.article_id,
        parts.part_number,
        greatest(parts.part_count, parts.part_number) as part_count,
        captures.capture_id,
        captures.captured_at,
        captures.source,
        articles.url,
        articles.title,
        articles.body,
        articles.body_sha256,
        articles.published_on,
        articles.modified_at,
        case
            when
                captures.captured_at - lag(captures.captured_at) over article <= interval 6 hours
                then 0
            else 1
        end as is_new_visit
    from raw.article_parts as parts
    inner join staging.article_captures as captures on parts.capture_id = captures.capture_id
    inner join raw.articles as articles on parts.capture_id = articles.capture_id
    window article as (
        partition by captures.article_id
        order by captures.captured_at nulls first, captures.capture_id
    )

),

visited as (

    select
        captured.*,
        sum(captured.is_new_visit) over (
            partition by captured.article_id
            order by captured.captured_at nulls first, captured.capture_id
        ) as visit
    from captured

),

visits as (

    select
        visited.article_id,
        visited.visit,
        min(visited.captured_at) as visited_at
    from visited
    group by visited.article_id, visited.visit

),

known as (

    select
        visited.* exclude (visit),
        visits.visit,
        visits.visited_at
    from visits
    inner join visited
        on visits.article_id = visited.article_id and visits.visit >= visited.visit
    qualify row_number() over (
        partition by visits.article_id, visits.visit, visited.part_number
        order by visited.captured_at desc nulls last, visited.capture_id desc
    ) = 1

),

reaching as (

    select
        known.*,
        coalesce(
            max(known.part_count) over (
                partition by known.article_id, known.visit
                order by known.part_number
                rows between unbounded preceding and 1 preceding
            ),
            known.part_number
        ) as last_number
    from known

),

linked as (

    select
        reaching.*,
        row_number() over (
            partition by reaching.article_id, reaching.visit, reaching.body_sha256
            order by reaching.part_number
        ) > 1 as is_repeated
    from reaching
    qualify bool_and(reaching.part_number <= reaching.last_number) over (
        partition by reaching.article_id, reaching.visit
        order by reaching.part_number
    )

),

joined as (

    select
        linked.article_id,
        linked.visited_at as captured_at,
        arg_min(linked.capture_id, linked.part_number) as capture_id,
        arg_min(linked.source, linked.part_number) as captured_from,
        arg_min(linked.url, linked.part_number) as url,
        arg_min(linked.title, linked.part_number) as title,
        arg_min(linked.published_on, linked.part_number) as published_on,
        arg_min(linked.modified_at, linked.part_number) as modified_at,
        string_agg(linked.body, chr(10) || chr(10) order by linked.part_number)
        filter (where not linked.is_repeated) as body
    from linked
    group by linked.article_id, linked.visit, linked.visited_at

)

select
    joined.*,
    sha256(joined.body) as body_sha256
from joined
