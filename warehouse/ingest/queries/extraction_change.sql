-- One row: number of articles in the batch, and of mentions added and removed.
with

known as (

    select batch.capture_id
    from batch_extractions as batch
    semi join raw.extractions as extractions on batch.capture_id = extractions.capture_id

),

stored as (

    select
        mentions.capture_id,
        mentions.field,
        mentions.start_char,
        mentions.end_char,
        mentions.entity_type,
        mentions.local_id
    from raw.mentions as mentions
    semi join known on mentions.capture_id = known.capture_id

),

found as (

    select
        mentions.capture_id,
        mentions.field,
        mentions.start_char,
        mentions.end_char,
        mentions.entity_type,
        mentions.local_id
    from batch_mentions as mentions
    semi join known on mentions.capture_id = known.capture_id

),

kept as (

    select * from found
    intersect all
    select * from stored

),

counts as (

    select
        (select count(*) from batch_extractions) as articles,
        (select count(*) from batch_mentions) as found_count,
        (select count(*) from stored) as stored_count,
        (select count(*) from kept) as kept_count

)

select
    counts.articles,
    counts.found_count - counts.kept_count as mentions_added,
    counts.stored_count - counts.kept_count as mentions_removed
from counts
