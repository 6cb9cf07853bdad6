-- One row per article: its best capture. A later rejection does not remove it.
-- Ranking: complete before truncated; with evidence before without; several paragraphs before one
-- (a paywall page keeps the markup of the post); captured while the site was live before later;
-- then the latest capture, and of two at the same instant the longer text.
select
    article_captures.article_id,
    article_captures.capture_id,
    article_captures.captured_at,
    article_captures.source,
    article_captures.url,
    article_captures.is_complete
from staging.article_captures as article_captures
qualify row_number() over (
    partition by article_captures.article_id
    order by
        article_captures.part_number asc,
        article_captures.is_complete desc,
        article_captures.has_evidence desc,
        article_captures.has_paragraphs desc,
        article_captures.is_within_site_life desc,
        article_captures.captured_at desc nulls last,
        article_captures.body_chars desc,
        article_captures.capture_id desc
) = 1
