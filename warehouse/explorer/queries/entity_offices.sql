-- One row per office that a person held, or that people held in a country or organisation, newest first.
-- needs: entity_offices, entities, entity_days
select
    offices.entity_id,
    holders.name,
    offices.office,
    offices.office_of_id,
    offices.office_of_name,
    owners.entity_id is not null as is_of_named,
    offices.held_from,
    offices.held_until,
    offices.held_until - 1 as last_day,
    offices.entity_id <> $entity_id as is_owner,
    coalesce((
        select sum(days.article_count)
        from entity_days as days
        where
            days.entity_id = offices.entity_id
            and (offices.held_from is null or days.published_on >= offices.held_from)
            and (offices.held_until is null or days.published_on < offices.held_until)
    ), 0)::bigint as article_count
from entity_offices as offices
inner join entities as holders on offices.entity_id = holders.entity_id
left join entities as owners on offices.office_of_id = owners.entity_id
where offices.entity_id = $entity_id or offices.office_of_id = $entity_id
order by offices.held_from desc nulls last, offices.office asc, offices.entity_id asc
limit 40
