-- One row per author with the id $author, or with this name as printed, in any case.
select author_id
from article_authors
where
    author_id = $author
    or lower(strip_accents(author_name)) = lower(strip_accents($author))
group by author_id
order by author_id
