-- One row per kind of entity, with the number of entities.
-- needs: entities
select
    entity_type,
    count(*) as entity_count
from entities
group by entity_type
