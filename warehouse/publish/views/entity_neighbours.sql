-- One row per entity and entity named with it, in both directions, without the newspaper itself.
with

directions as (

    select
        pairs.entity_id as entity_id,
        pairs.neighbour_id as neighbour_id,
        pairs.article_count,
        pairs.paragraph_count,
        pairs.sentence_count,
        pairs.pmi
    from entity_pairs as pairs
    union all
    select
        pairs.neighbour_id as entity_id,
        pairs.entity_id as neighbour_id,
        pairs.article_count,
        pairs.paragraph_count,
        pairs.sentence_count,
        pairs.pmi
    from entity_pairs as pairs

)

select
    directions.entity_id,
    entities.name,
    directions.neighbour_id,
    neighbours.name as neighbour_name,
    neighbours.entity_kind as neighbour_kind,
    directions.article_count,
    directions.paragraph_count,
    directions.sentence_count,
    directions.pmi
from directions
inner join entities on directions.entity_id = entities.entity_id
inner join entities as neighbours on directions.neighbour_id = neighbours.entity_id
where directions.neighbour_id <> 'org/asharq-al-awsat'
