-- One row per article by an author.
-- needs: articles, article_authors
select
    article_id,
    published_on
from articles
where article_id in (
    select article_authors.article_id
    from article_authors
    where article_authors.author_id = $list_id
)
