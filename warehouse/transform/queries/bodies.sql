-- One row per text stored at these places, read without looking at the rows around them.
select
    articles.body_sha256,
    articles.body
from raw.articles as articles
where
    articles.rowid between $first_place and $last_place
    and articles.rowid in (select unnest($places))
order by articles.rowid
