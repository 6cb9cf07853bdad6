-- One row per name of a batch, with its stored blocks if it has none.
select names.* replace (coalesce(names.blocks, known.blocks) as blocks)
from batch_names as names
left join raw.resolved_names as known on names.name = known.name
