-- One row per article: its best capture. A later rejection does not remove it.
-- Ranking: complete before truncated; with evidence before without; several paragraphs before one
-- (a paywall page keeps the markup of the post); with a text of its own before one that stands at
-- many URLs of the host (a wall); captured while the site was live before later;
-- pages and whole posts before feeds and posts without names;
-- then the latest capture, and of two at the same instant the longer text.
-- The first page of a split article is complete if all pages are there.
with

ranked as (

    select
        captures.*
        replace (
            captures.is_complete and (parts.capture_id is null or coalesce(split.is_complete, false))
                as is_complete
        ),
        parts.capture_id is null or split.capture_id is not null as is_text
    from staging.article_captures as captures
    left join raw.article_parts as parts on captures.capture_id = parts.capture_id
    left join staging.split_articles as split on captures.capture_id = split.capture_id

)

select
    ranked.article_id,
    ranked.capture_id,
    ranked.captured_at,
    ranked.source,
    ranked.url,
    ranked.is_complete
from ranked
qualify row_number() over (
    partition by ranked.article_id
    order by
        ranked.part_number asc,
        ranked.is_complete desc,
        ranked.is_text desc,
        ranked.has_evidence desc,
        ranked.has_paragraphs desc,
        ranked.has_own_text desc,
        ranked.is_within_site_life desc,
        ranked.has_all_fields desc,
        ranked.captured_at desc nulls last,
        ranked.body_chars desc,
        ranked.capture_id desc
) = 1
