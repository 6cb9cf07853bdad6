-- One row per entity and spelling, in articles or on the lists, normalized (see `search_entities`).
with

spellings as (

    select
        unnest(list_append(entities.aliases, entities.name)) as printed,
        entities.entity_id
    from marts.entities as entities
    union all
    select
        unnest(listed.names) as printed,
        listed.entity_id
    from raw.listed_entities as listed

)

select
    trim(regexp_replace(
        regexp_replace(lower(strip_accents(spellings.printed)), '[''’‘ʼʿʾ`.]', '', 'g'),
        '[^\p{L}\p{N}]+', ' ', 'g'
    )) as spelling,
    spellings.entity_id,
    coalesce(any_value(entities.article_count), 0) as article_count
from spellings
left join marts.entities as entities on spellings.entity_id = entities.entity_id
group by all
order by spelling, spellings.entity_id
