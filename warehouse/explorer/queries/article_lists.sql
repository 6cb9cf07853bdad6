-- One row per author and tag of an article.
-- needs: article_authors, article_tags
select
    'author' as list_kind,
    author_id as list_id,
    author_name as name,
    seq
from article_authors
where article_id = $article_id and author_id is not null
union all
select
    'tag' as list_kind,
    tag_slug as list_id,
    tag_name as name,
    seq
from article_tags
where article_id = $article_id
order by list_kind asc, seq asc
