-- One row per kind of entity, with how many there are.
-- needs: entities
select
    entity_type,
    count(*) as entity_count
from entities
group by entity_type
