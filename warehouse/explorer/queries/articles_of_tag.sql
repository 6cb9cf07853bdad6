-- One row per article with a tag.
-- needs: articles, article_tags
select
    article_id,
    published_on
from articles
where article_id in (
    select article_tags.article_id
    from article_tags
    where article_tags.tag_slug = $list_id
)
