-- One row per picture of a capture; of a split article those of all pages, each picture once.
with

repeated as (

    select
        images.capture_id,
        images.seq
    from raw.images as images
    inner join staging.article_parts as parts on images.capture_id = parts.capture_id
    where images.url is not null
    qualify row_number() over (
        partition by parts.article_id, images.url order by parts.part_number, images.seq
    ) > 1 and parts.part_number > 1

)

select
    coalesce(parts.first_capture_id, images.capture_id) as capture_id,
    images.seq + coalesce(parts.image_offset, 0) as seq,
    images.url,
    images.caption,
    images.credit,
    images.media_id,
    images.is_featured
from raw.images as images
left join staging.article_parts as parts on images.capture_id = parts.capture_id
anti join repeated on images.capture_id = repeated.capture_id and images.seq = repeated.seq
