-- One row per article and page of its text, if it is split over several pages: its best capture.
-- A page counts if the pages before it say that it exists: an article that had three pages once
-- and has two now keeps no third. Text that repeats an earlier page is left out (is_repeated).
with

captured as (

    select
        captures.article_id,
        parts.part_number,
        greatest(parts.part_count, parts.part_number) as part_count,
        captures.capture_id,
        captures.url,
        captures.captured_at,
        captures.is_complete,
        articles.body_sha256
    from raw.article_parts as parts
    inner join staging.article_captures as captures on parts.capture_id = captures.capture_id
    inner join raw.articles as articles on parts.capture_id = articles.capture_id
    qualify row_number() over (
        partition by captures.article_id, parts.part_number
        order by
            captures.is_complete desc,
            captures.has_evidence desc,
            captures.has_paragraphs desc,
            captures.is_within_site_life desc,
            captures.captured_at desc nulls last,
            captures.body_chars desc,
            captures.capture_id desc
    ) = 1

),

reaching as (

    select
        captured.*,
        coalesce(
            max(captured.part_count) over (
                partition by captured.article_id
                order by captured.part_number
                rows between unbounded preceding and 1 preceding
            ),
            captured.part_number
        ) as last_number
    from captured

),

linked as (

    select
        reaching.*,
        row_number() over (
            partition by reaching.article_id, reaching.body_sha256 order by reaching.part_number
        ) > 1 as is_repeated
    from reaching
    qualify bool_and(reaching.part_number <= reaching.last_number) over (
        partition by reaching.article_id
        order by reaching.part_number
    )

),

counts as (

    select
        linked.capture_id,
        (
            select count(*)
            from raw.paragraphs as paragraphs
            where paragraphs.capture_id = linked.capture_id
        ) as paragraphs,
        (
            select coalesce(max(images.seq) + 1, 0)
            from raw.images as images
            where images.capture_id = linked.capture_id
        ) as images,
        (
            select coalesce(max(links.seq) + 1, 0)
            from raw.links as links
            where links.capture_id = linked.capture_id
        ) as links
    from linked

)

select
    linked.article_id,
    first_value(linked.capture_id) over parts as first_capture_id,
    linked.part_number,
    linked.part_count,
    linked.capture_id,
    linked.url,
    linked.captured_at,
    linked.is_complete,
    linked.is_repeated,
    coalesce(sum(case when linked.is_repeated then 0 else counts.paragraphs end) over before, 0)::integer
        as paragraph_offset,
    coalesce(sum(counts.images) over before, 0)::integer as image_offset,
    coalesce(sum(counts.links) over before, 0)::integer as link_offset
from linked
inner join counts on linked.capture_id = counts.capture_id
window
    parts as (partition by linked.article_id order by linked.part_number),
    before as (
        partition by linked.article_id
        order by linked.part_number
        rows between unbounded preceding and 1 preceding
    )
