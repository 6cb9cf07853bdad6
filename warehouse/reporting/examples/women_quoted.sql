-- How many women and men are quoted, year by year, and of how many speakers is the sex unknown?
select
    year(quotes.published_on) as year,
    count(*) filter (where entities.sex = 'female') as quotes_of_women,
    count(*) filter (where entities.sex = 'male') as quotes_of_men,
    count(*) filter (where entities.sex is null) as sex_unknown,
    count(distinct entities.entity_id) filter (where entities.sex = 'female') as women,
    count(distinct entities.entity_id) filter (where entities.sex = 'male') as men
from quotes
inner join entities on quotes.entity_id = entities.entity_id
where entities.entity_type = 'PER'
group by year(quotes.published_on)
order by year
