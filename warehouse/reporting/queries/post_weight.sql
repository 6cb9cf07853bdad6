-- One row: the mean size in the store of a post read by REST, null when there is none.
with

answers as (

    select
        captures.warc_file,
        captures.warc_offset,
        any_value(captures.warc_length) as stored_bytes,
        count(*) as posts
    from raw.captures as captures
    where captures.item is not null
    group by captures.warc_file, captures.warc_offset

)

select (sum(answers.stored_bytes) / sum(answers.posts))::bigint as stored_bytes
from answers
