-- Where is the paper's news filed from, and how did that change?
select
    places.place,
    count(*) as articles,
    count(*) filter (where year(places.published_on) <= 2008) as until_2008,
    count(*) filter (where year(places.published_on) between 2009 and 2012) as from_2009,
    count(*) filter (where year(places.published_on) >= 2013) as from_2013
from (
    select
        articles.published_on,
        unnest(articles.dateline_places) as place
    from articles
) as places
group by places.place
order by articles desc, places.place asc
limit 25
