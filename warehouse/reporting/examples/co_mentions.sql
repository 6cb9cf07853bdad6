-- Who is named together with one person more often than by chance?
with

chosen as (

    select
        entities.entity_id,
        entities.name
    from entities
    where entities.entity_type = 'PER'
    order by entities.article_count desc, entities.entity_id asc
    limit 1

),

companions as (

    select
        chosen.name,
        pairs.sentence_count,
        pairs.article_count,
        pairs.pmi,
        case
            when pairs.entity_id = chosen.entity_id then pairs.neighbour_id else pairs.entity_id
        end as companion_id
    from entity_pairs as pairs
    inner join chosen
        on pairs.entity_id = chosen.entity_id or pairs.neighbour_id = chosen.entity_id

)

select
    companions.name,
    entities.name as named_with,
    entities.entity_type,
    companions.article_count,
    companions.sentence_count,
    companions.pmi
from companions
inner join entities on companions.companion_id = entities.entity_id
where entities.entity_id <> 'org/asharq-al-awsat'
order by companions.article_count desc, companions.pmi desc, entities.entity_id asc
limit 25
