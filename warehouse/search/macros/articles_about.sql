-- One row per article that names an entity, given by id or any known spelling; most mentions first.
-- macro: articles_about(entity)
with

ids as materialized (

    select entities.entity_id
    from entities_called($entity) as entities

),

named as (

    select
        mentions.article_id,
        count(*) as mention_count
    from main.mentions as mentions
    where mentions.entity_id in (from ids) and mentions.field <> 'caption'
    group by mentions.article_id

)

select
    articles.article_id,
    named.mention_count,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.author,
    articles.url
from named
inner join main.articles as articles on named.article_id = articles.article_id
order by named.mention_count desc, articles.published_on asc, articles.article_id asc
