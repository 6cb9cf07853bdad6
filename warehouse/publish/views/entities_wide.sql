-- One row per entity, with its kind and country in words and its quotes and statements.
with

spoken as (

    select
        statements.entity_id,
        count(*) as statement_count,
        count(*) filter (where statements.statement_kind <> 'indirect') as quote_count
    from statements
    group by statements.entity_id

)

select
    entities.entity_id,
    entities.name,
    entities.entity_type,
    entities.entity_kind,
    entities.aliases,
    entities.country,
    countries.name as country_name,
    entities.sex,
    entities.latitude,
    entities.longitude,
    entities.wikidata_id,
    entities.geonames_id,
    entities.first_published_on,
    entities.last_published_on,
    entities.article_count,
    entities.mention_count,
    coalesce(spoken.statement_count, 0) as statement_count,
    coalesce(spoken.quote_count, 0) as quote_count
from entities
left join entities as countries on 'country/' || entities.country = countries.entity_id
left join spoken on entities.entity_id = spoken.entity_id
