-- One row per spelling similar to $name, at most five.
select names.spelling
from search.entity_names as names
where jaro_winkler_similarity(names.spelling, lower(strip_accents($name))) > 0.85
group by names.spelling
order by
    jaro_winkler_similarity(names.spelling, lower(strip_accents($name))) desc,
    max(names.article_count) desc,
    names.spelling asc
limit 5
