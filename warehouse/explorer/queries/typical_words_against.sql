-- One row per word that is typical of some articles against those of a section, as `keyness` finds them.
-- needs: keyness(against), search.docs, search.postings, search.terms
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
        author := $author::varchar,
        against := $against::varchar
    )
order by z_score desc, term asc
limit $max_rows
