-- One row per article of a story.
-- needs: articles, story_articles
select
    article_id,
    published_on
from story_articles
where story_id = try_cast($list_id as bigint)
