-- One row per article-level id of a person: most frequent name, number of uses, and company.
with

named as (

    select
        mentions.capture_id,
        mentions.sentence_seq,
        mentions.entity_type,
        mentions.local_id,
        mentions.name
    from raw.mentions as mentions
    semi join staging.latest_articles as latest on mentions.capture_id = latest.capture_id
    where mentions.field <> 'caption' and mentions.entity_type in ('PER', 'ORG')

),

names as (

    select
        named.local_id,
        named.name,
        count(*) as uses
    from named
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

pairs as (

    select
        one.local_id,
        other.local_id as companion_id,
        count(*) as times
    from named as one
    inner join named as other
        on
            one.capture_id = other.capture_id
            and one.sentence_seq = other.sentence_seq
            and one.local_id <> other.local_id
    where one.entity_type = 'PER'
    group by one.local_id, other.local_id

),

nearest as (

    select
        pairs.local_id,
        pairs.companion_id
    from pairs
    qualify
        row_number() over (
            partition by pairs.local_id order by pairs.times desc, pairs.companion_id asc
        ) <= 20

),

companions as (

    select
        nearest.local_id,
        list(nearest.companion_id order by nearest.companion_id) as companions
    from nearest
    group by nearest.local_id

)

select
    people.local_id,
    people.name,
    people.mention_count,
    coalesce(companions.companions, []) as companions,
    listed.entity_id is not null as is_listed
from people
left join companions on people.local_id = companions.local_id
left join raw.listed_entities as listed on people.local_id = listed.entity_id
order by people.local_id
