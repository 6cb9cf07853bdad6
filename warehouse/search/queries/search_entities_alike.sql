-- One row per spelling similar to $name, at most five; first those of entities that articles name.
with

asked as (

    select
        trim(regexp_replace(
            regexp_replace(lower(strip_accents($name)), '[''’‘ʼʿʾ`.]', '', 'g'),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )) as name

)

select names.spelling
from search.entity_names as names
cross join asked
where jaro_winkler_similarity(names.spelling, asked.name) > 0.85
group by names.spelling, asked.name
order by
    max(names.article_count) = 0,
    jaro_winkler_similarity(names.spelling, asked.name) desc,
    max(names.article_count) desc,
    names.spelling asc
limit 5
