-- One row: a digest of all person names in articles and their frequencies.
with

names as (

    select
        named.local_id,
        named.name,
        count(*) as mention_count
    from named_in_articles as named
    where named.entity_type = 'PER'
    group by named.local_id, named.name

)

select
    md5(string_agg(
        names.local_id || chr(31) || names.name || chr(31) || names.mention_count, chr(30)
        order by names.local_id, names.name
    )) as digest
from names
