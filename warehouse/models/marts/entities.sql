-- One row per entity the articles name outside captions.
-- key: entity_id
-- order: entity_id
-- made: when articles change
with

told as (

    select
        mentions.entity_id,
        mentions.entity_type,
        mentions.name,
        mentions.text,
        mentions.article_id,
        mentions.published_on
    from marts.mentions as mentions
    where mentions.field <> 'caption'

),

spellings as (

    select
        told.entity_id,
        told.text,
        count(*) as uses
    from told
    group by told.entity_id, told.text

),

aliases as (

    select
        spellings.entity_id,
        list(spellings.text order by spellings.uses desc, spellings.text asc) as aliases
    from spellings
    group by spellings.entity_id

),

names as (

    select
        told.entity_id,
        told.entity_type,
        told.name,
        count(*) as uses
    from told
    group by told.entity_id, told.entity_type, told.name

),

best_names as (

    select
        names.entity_id,
        arg_max(names.name, (names.uses, -length(names.name), names.name)) as name,
        arg_max(names.entity_type, (names.uses, names.entity_type)) as entity_type
    from names
    group by names.entity_id

),

counts as (

    select
        told.entity_id,
        min(told.published_on) as first_seen,
        max(told.published_on) as last_seen,
        count(distinct told.article_id) as article_count,
        count(*) as mention_count
    from told
    group by told.entity_id

)

select
    counts.entity_id,
    coalesce(listed.entity_type, best_names.entity_type) as entity_type,
    coalesce(listed.name, best_names.name) as name,
    aliases.aliases,
    listed.country,
    listed.latitude,
    listed.longitude,
    listed.wikidata_id,
    listed.geonames_id,
    counts.first_seen,
    counts.last_seen,
    counts.article_count,
    counts.mention_count
from counts
inner join aliases on counts.entity_id = aliases.entity_id
inner join best_names on counts.entity_id = best_names.entity_id
left join raw.listed_entities as listed on counts.entity_id = listed.entity_id
