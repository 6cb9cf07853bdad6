-- One row: articles of the batch, and its mentions that are new and that are gone.
with

found as (

    select
        mentions.capture_id,
        mentions.field,
        mentions.start_char,
        mentions.end_char,
        mentions.entity_type,
        mentions.local_id
    from batch_mentions as mentions

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
    where mentions.capture_id in (select extractions.capture_id from batch_extractions as extractions)

),

added as (

    select * from found
    except
    select * from stored

),

removed as (

    select * from stored
    except
    select * from found

)

select
    (select count(*) from batch_extractions) as articles,
    (select count(*) from added) as mentions_added,
    (select count(*) from removed) as mentions_removed
