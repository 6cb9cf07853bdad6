-- How old is the news: how many days are between the dates in an article and its publication?
select
    year(dates.published_on) as published_in,
    count(*) as days_named,
    median(dates.published_on - dates.happened_on) as median_days_before,
    count(*) filter (where dates.happened_on = dates.published_on) as same_day,
    count(*) filter (where dates.happened_on > dates.published_on) as announced
from text_dates as dates
where dates.date_kind = 'day' and dates.published_on is not null
group by year(dates.published_on)
order by published_in
