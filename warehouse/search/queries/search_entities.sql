-- One row per entity with the id, name or spelling $name. Case, accents, apostrophes, hyphens and
-- full stops do not count: `Hizb'allah` equals `hizballah`.
select names.entity_id
from search.entity_names as names
where
    names.entity_id = $name
    or names.spelling = trim(regexp_replace(
        regexp_replace(lower(strip_accents($name)), '[''’‘ʼʿʾ`.]', '', 'g'),
        '[^\p{L}\p{N}]+', ' ', 'g'
    ))
group by names.entity_id
order by max(names.article_count) desc, names.entity_id asc
