-- One row per quote by an entity, newest first.
-- needs: quotes, articles
select
    quotes.text,
    quotes.published_on,
    quotes.cue,
    articles.article_id,
    articles.title,
    articles.dateline_places[1] as place,
    count(*) over () as total
from quotes
inner join articles on quotes.article_id = articles.article_id
where quotes.entity_id = $entity_id
order by quotes.published_on desc nulls last, quotes.article_id asc, quotes.seq asc
limit 8
