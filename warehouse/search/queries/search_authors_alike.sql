-- One row per author whose name is similar to $author, at most five; the most similar first.
select author_name
from article_authors
where jaro_winkler_similarity(lower(strip_accents(author_name)), lower(strip_accents($author))) > 0.8
group by author_name
order by
    jaro_winkler_similarity(lower(strip_accents(author_name)), lower(strip_accents($author))) desc,
    count(*) desc,
    author_name asc
limit 5
