-- One row per entity with the id, name or spelling $name, ignoring case and accents.
select names.entity_id
from search.entity_names as names
where names.spelling = lower(strip_accents($name)) or names.entity_id = $name
group by names.entity_id
order by max(names.article_count) desc, names.entity_id asc
