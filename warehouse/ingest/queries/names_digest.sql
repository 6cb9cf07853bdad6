-- One row: a digest of all person names in articles and their frequencies.
with

names as (

    select
        mentions.local_id,
        mentions.name,
        count(*) as mention_count
    from raw.mentions as mentions
    semi join staging.latest_articles as latest on mentions.capture_id = latest.capture_id
    where mentions.entity_type = 'PER' and mentions.field <> 'caption'
    group by mentions.local_id, mentions.name

)

select
    md5(string_agg(
        names.local_id || chr(31) || names.name || chr(31) || names.mention_count, chr(30)
        order by names.local_id, names.name
    )) as digest
from names
