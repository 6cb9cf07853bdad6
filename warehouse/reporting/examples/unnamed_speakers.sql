-- What share of quotes comes from unnamed speakers, year by year?
select
    year(quotes.published_on) as published_in,
    count(*) as quotes,
    count(*) filter (where quotes.speaker_kind = 'named') as by_name,
    count(*) filter (where quotes.speaker_kind = 'role') as by_role_only,
    count(*) filter (where quotes.speaker_kind = 'unknown') as speaker_not_given,
    round(100.0 * count(*) filter (where quotes.speaker_kind <> 'named') / count(*), 1) as percent_unnamed
from quotes
group by year(quotes.published_on)
order by published_in
