-- One row per term of the index that is similar to $term, at most five; the most similar first.
select term
from search.terms
where
    length($term) >= 4
    and abs(length(term) - length($term)) <= 2
    and damerau_levenshtein(term, $term) <= case when length($term) < 6 then 1 else 2 end
order by
    damerau_levenshtein(term, $term),
    doc_count desc,
    term asc
limit 5
