-- One row per capture of an article that is to be extracted, and page of its text.
-- The pages of a split article are searched as one text. The view of them looks at the whole archive,
-- so it is read once.
with

wanted as (

    select unnest($capture_ids) as capture_id

)

select
    wanted.capture_id,
    coalesce(parts.capture_id, wanted.capture_id) as page_id,
    coalesce(parts.part_number, 1) as part_number,
    coalesce(parts.is_repeated, false) as is_repeated,
    coalesce(parts.paragraph_offset, 0) as paragraph_offset,
    coalesce(parts.image_offset, 0) as image_offset
from wanted
left join staging.article_parts as parts on wanted.capture_id = parts.first_capture_id
