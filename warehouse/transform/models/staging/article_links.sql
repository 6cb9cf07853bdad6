-- One row per outgoing link of a capture; of a split article those of all pages, numbered through.
select
    coalesce(parts.first_capture_id, links.capture_id) as capture_id,
    links.seq + coalesce(parts.link_offset, 0) as seq,
    links.url,
    links.text,
    links.is_internal
from raw.links as links
left join staging.article_parts as parts on links.capture_id = parts.capture_id
where parts.capture_id is null or not parts.is_repeated
