-- One row per article of the story of an article: those around it, and the size of the story.
-- needs: story_articles, articles
with own as (

    select
        story_id,
        position
    from story_articles
    where article_id = $article_id

)

select
    articles.article_id,
    articles.title,
    articles.section_path,
    articles.published_on,
    story.position,
    story.story_id,
    story.story_size
from story_articles as story
inner join own on story.story_id = own.story_id
inner join articles on story.article_id = articles.article_id
where story.position between own.position - 5 and own.position + 6
order by story.position asc
