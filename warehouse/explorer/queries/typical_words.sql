-- One row per word that is typical of some articles, as the SQL function `keyness` finds them.
-- needs: keyness(author), search.docs, search.postings, search.terms
select
    term,
    z_score,
    uses,
    other_uses,
    article_count
from
    keyness(
        since := $since::varchar,
        until := $until::varchar,
        section := $section::varchar,
        entity := $entity::varchar,
        author := $author::varchar
    )
order by z_score desc, term asc
limit $max_rows
