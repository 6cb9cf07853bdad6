-- One row per text with one of these row ids, read without scanning other rows.
select
    articles.body_sha256,
    articles.body
from raw.articles as articles
where
    articles.rowid between $first_place and $last_place
    and articles.rowid in (select unnest($places))
order by articles.rowid
