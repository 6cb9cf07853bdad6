-- One row per captured article that a route of the batch dates otherwise than before.
select distinct named.article_id
from batch_candidates as named
inner join raw.frontier as frontier on named.url = frontier.url
left join raw.candidates as before
    on named.url = before.url and named.discovered_via = before.discovered_via
where
    frontier.last_capture_id is not null
    and (
        named.published_on is distinct from before.published_on
        or named.published_at is distinct from before.published_at
    )
