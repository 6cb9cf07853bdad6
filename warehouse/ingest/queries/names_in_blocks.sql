-- One row per resolved name that has one of the blocks.
with

blocks as (

    select
        names.name,
        unnest(names.blocks) as block
    from raw.resolved_names as names

)

select distinct blocks.name
from blocks
where blocks.block in (select wanted_blocks.block from wanted_blocks)
order by blocks.name
