-- One row: number of URLs in the batch, and how many are new, known and changed.
with

named as (

    select distinct url from batch_candidates

)

select
    count(*) as named,
    count(*) filter (where frontier.url is null) as new,
    count(*) filter (where frontier.url is not null) as known,
    count(*) filter (
        where frontier.status in ('captured', 'gone') and afterwards.status = 'pending'
    ) as changed
from named
left join raw.frontier as frontier on named.url = frontier.url
left join frontier_after_discovery as afterwards on named.url = afterwards.url
