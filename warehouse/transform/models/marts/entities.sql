-- One row per entity that articles name outside captions.
-- unique_key: entity_id
-- order_by: entity_id
-- refresh: on_article_change
with

spellings as (

    select
        names.entity_id,
        names.text,
        sum(names.mention_count) as uses
    from intermediate.entity_spellings as names
    group by names.entity_id, names.text

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
        spellings.entity_id,
        spellings.entity_type,
        spellings.name,
        sum(spellings.mention_count) as uses
    from intermediate.entity_spellings as spellings
    group by spellings.entity_id, spellings.entity_type, spellings.name

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
        days.entity_id,
        min(days.published_on) as first_published_on,
        max(days.published_on) as last_published_on,
        sum(days.article_count)::bigint as article_count,
        sum(days.mention_count)::bigint as mention_count
    from intermediate.entity_day_counts as days
    group by days.entity_id

)

select
    counts.entity_id,
    coalesce(listed.entity_type, best_names.entity_type) as entity_type,
    kinds.entity_kind,
    coalesce(listed.name, best_names.name) as name,
    aliases.aliases,
    listed.country,
    listed.sex,
    listed.latitude,
    listed.longitude,
    listed.wikidata_id,
    listed.geonames_id,
    counts.first_published_on,
    counts.last_published_on,
    counts.article_count,
    counts.mention_count
from counts
inner join aliases on counts.entity_id = aliases.entity_id
inner join best_names on counts.entity_id = best_names.entity_id
left join raw.listed_entities as listed on counts.entity_id = listed.entity_id
left join staging.entity_kinds as kinds
    on coalesce(listed.entity_type, best_names.entity_type) = kinds.entity_type
