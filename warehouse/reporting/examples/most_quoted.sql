-- Who is quoted most, and over how many years?
select
    entities.name,
    count(*) as quotes,
    count(distinct quotes.article_id) as articles,
    min(quotes.published_on) as first_quoted_on,
    max(quotes.published_on) as last_quoted_on,
    round(avg(length(quotes.text))) as mean_chars
from quotes
inner join entities on quotes.entity_id = entities.entity_id
group by entities.entity_id, entities.name
order by quotes desc, entities.entity_id asc
limit 25
