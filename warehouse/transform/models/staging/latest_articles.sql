-- One row per article: its best capture. A later rejection does not take it away.
-- Complete ranks before truncated, evidence before none, paragraphs before one line (a paywall
-- keeps the marks of the post), within the site's life before after it; then the latest capture counts, and of two at one instant the longer text.
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
