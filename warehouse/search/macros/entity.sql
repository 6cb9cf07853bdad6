-- One row per entity with an id, name or any known spelling; if there is none, the nearest names.
-- macro: entity(name)
-- `found_by` says how: `spelling`, `variant` (without particles, or another transcription) or `nearest`.
with

asked as materialized (

    select trim(regexp_replace(
        regexp_replace(lower(strip_accents($name)), '[''’‘ʼʿʾ`.]', '', 'g'), '[^\p{L}\p{N}]+', ' ', 'g'
    )) as spelling

),

spelled as materialized (

    select distinct names.entity_id
    from search.entity_names as names
    where names.entity_id = $name or names.spelling = (select asked.spelling from asked)

),

called as materialized (

    select entities.entity_id
    from entities_called($name) as entities

),

nearest as (

    select
        names.entity_id,
        max(jaro_winkler_similarity(names.spelling, asked.spelling)) as similarity
    from search.entity_names as names
    cross join asked
    where
        not exists (from called)
        and names.article_count > 0
        and jaro_winkler_similarity(names.spelling, asked.spelling) > 0.85
    group by names.entity_id
    order by similarity desc, names.entity_id asc
    limit 5

),

found as (

    select
        called.entity_id,
        1.0 as similarity,
        case when called.entity_id in (from spelled) then 'spelling' else 'variant' end as found_by
    from called
    union all
    select
        nearest.entity_id,
        nearest.similarity,
        'nearest' as found_by
    from nearest

),

listed as (

    select
        names.entity_id,
        arg_max(names.spelling, length(names.spelling)) as name
    from search.entity_names as names
    where names.entity_id in (from called)
    group by names.entity_id

)

select
    found.entity_id,
    coalesce(entities.name, listed.name) as name,
    entities.entity_kind,
    coalesce(entities.article_count, 0) as article_count,
    coalesce(entities.mention_count, 0) as mention_count,
    entities.first_published_on,
    entities.last_published_on,
    entities.country,
    entities.aliases,
    found.found_by = 'spelling' as is_exact,
    found.found_by
from found
left join main.entities as entities on found.entity_id = entities.entity_id
left join listed on found.entity_id = listed.entity_id
order by found.similarity desc, article_count desc, found.entity_id asc
