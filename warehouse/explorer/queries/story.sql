-- One row: the title of the first article of a story.
-- needs: story_articles, articles
select title as name
from articles
where article_id in (
    select story_articles.story_id
    from story_articles
    where story_articles.story_id = try_cast($story_id as bigint)
)
