-- One row per article-level id of a person: most frequent name, uses, and a digest of its articles.
with

names as (

    select
        named.local_id,
        named.name,
        count(*) as uses
    from named_in_articles as named
    where named.entity_type = 'PER'
    group by named.local_id, named.name

),

people as (

    select
        names.local_id,
        arg_max(names.name, (names.uses, -length(names.name), names.name)) as name,
        sum(names.uses)::bigint as mention_count
    from names
    group by names.local_id

),

articles as (

    select
        named.capture_id,
        hash(named.capture_id, sum(hash(named.sentence_seq, named.local_id))) as digest
    from named_in_articles as named
    group by named.capture_id

),

company as (

    select
        named.local_id,
        sum(articles.digest)::varchar as digest
    from named_in_articles as named
    inner join articles on named.capture_id = articles.capture_id
    where named.entity_type = 'PER'
    group by named.local_id

)

select
    people.local_id,
    people.name,
    people.mention_count,
    company.digest as company,
    listed.entity_id is not null as is_listed
from people
inner join company on people.local_id = company.local_id
left join raw.listed_entities as listed on people.local_id = listed.entity_id
order by people.local_id
