-- One row per type of entity, with the word for it.
select
    kinds.entity_type,
    kinds.entity_kind
from (
    values ('PER', 'person'), ('ORG', 'organisation'), ('LOC', 'place'), ('NORP', 'people')
) as kinds (entity_type, entity_kind)
