-- Which articles are near copies of earlier ones, and of what kind?
select
    duplicates.duplicate_kind,
    duplicates.score,
    duplicates.days_later,
    duplicates.canonical_title,
    originals.url as canonical_url,
    copies.url as copy_url
from duplicates
inner join articles as originals on duplicates.canonical_id = originals.article_id
inner join articles as copies on duplicates.article_id = copies.article_id
order by duplicates.score desc nulls last, copies.url asc
limit 50
