-- One row per entity that differs between two releases, in the folders $earlier and $later.
with

earlier as (

    select
        entities.entity_id,
        entities.name
    from read_parquet($earlier || '/entities/*.parquet') as entities

),

later as (

    select
        entities.entity_id,
        entities.name
    from read_parquet($later || '/entities/*.parquet') as entities

),

replacements as (

    select
        entity_merges.merged_id,
        min(entity_merges.entity_id) as kept_id
    from read_parquet($later || '/entity_merges/*.parquet') as entity_merges
    group by entity_merges.merged_id

),

matched as (

    select
        earlier.entity_id as earlier_id,
        later.entity_id as later_id,
        replacements.kept_id,
        coalesce(later.name, earlier.name) as name,
        earlier.name <> later.name as has_other_name
    from earlier
    full join later on earlier.entity_id = later.entity_id
    left join replacements on earlier.entity_id = replacements.merged_id

),

compared as (

    select
        case
            when matched.earlier_id is null then 'added'
            when matched.later_id is null and matched.kept_id is not null then 'merged'
            when matched.later_id is null then 'removed'
            when matched.has_other_name then 'renamed'
        end as change,
        coalesce(matched.later_id, matched.earlier_id) as entity_id,
        matched.name,
        case when matched.later_id is null then matched.kept_id end as replaced_by
    from matched

)

select
    compared.change,
    compared.entity_id,
    compared.name,
    compared.replaced_by
from compared
where compared.change is not null
order by compared.change, compared.entity_id
