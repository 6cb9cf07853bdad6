-- One row per capture of the parsed batch, and whether an earlier parse of it is stored.
with

parsed as (

    select capture_id from batch_articles
    union
    select capture_id from batch_rejections

),

stored as (

    select capture_id from raw.articles
    union
    select capture_id from raw.rejections

)

select
    parsed.capture_id,
    stored.capture_id is not null as is_known
from parsed
left join stored on parsed.capture_id = stored.capture_id
