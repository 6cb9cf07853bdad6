-- One row per near copy of another article, those of the largest groups first.
-- needs: duplicates, articles
select
    duplicates.article_id,
    copies.title,
    copies.published_on,
    copies.section_path,
    replace(duplicates.duplicate_kind, '_', ' ') as duplicate_kind,
    duplicates.score,
    duplicates.canonical_id,
    canonicals.title as canonical_title,
    canonicals.published_on as canonical_published_on,
    count(*) over (partition by duplicates.canonical_id) as copy_count,
    count(*) over () as total
from duplicates
inner join articles as copies on duplicates.article_id = copies.article_id
inner join articles as canonicals on duplicates.canonical_id = canonicals.article_id
order by copy_count desc, duplicates.canonical_id asc, duplicates.article_id asc
limit $max_rows offset $skipped
