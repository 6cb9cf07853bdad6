-- One row per other article of the same group of near copies, the canonical one first.
-- needs: duplicates, articles
with

canonical as (

    select
        coalesce(
            (
                select duplicates.canonical_id
                from duplicates
                where duplicates.article_id = $article_id
            ),
            $article_id
        ) as article_id

),

copies as (

    select
        canonical.article_id,
        'canonical' as duplicate_kind,
        null::double as score
    from canonical
    union all
    select
        duplicates.article_id,
        duplicates.duplicate_kind,
        duplicates.score
    from duplicates
    inner join canonical on duplicates.canonical_id = canonical.article_id

)

select
    articles.article_id,
    articles.title,
    articles.section_path,
    articles.published_on,
    replace(copies.duplicate_kind, '_', ' ') as duplicate_kind,
    copies.score
from copies
inner join articles on copies.article_id = articles.article_id
where articles.article_id <> $article_id
order by
    copies.duplicate_kind <> 'canonical' asc,
    articles.published_on asc nulls last,
    articles.article_id asc
limit 12
