-- One row per GeoNames place that articles name and that is not among the listed entities.
select distinct mentions.local_id
from raw.mentions as mentions
anti join raw.listed_entities as listed on mentions.local_id = listed.entity_id
where mentions.local_id like 'geo/%'
order by mentions.local_id
