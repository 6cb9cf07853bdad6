-- What did the most quoted person say, in order of date, with sources?
with

chosen as (

    select quotes.entity_id
    from quotes
    where quotes.entity_id is not null
    group by quotes.entity_id
    order by count(*) desc, quotes.entity_id asc
    limit 1

)

select
    quotes.published_on,
    entities.name,
    quotes.cue,
    quotes.text,
    articles.title,
    articles.url
from quotes
semi join chosen on quotes.entity_id = chosen.entity_id
inner join entities on quotes.entity_id = entities.entity_id
inner join articles on quotes.article_id = articles.article_id
order by quotes.published_on, quotes.article_id, quotes.seq
