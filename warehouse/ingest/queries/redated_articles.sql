-- One row per captured article for which a route of the batch states another date than before.
select distinct coalesce(known.article_id, frontier.article_id) as article_id
from batch_candidates as named
inner join raw.frontier as frontier on named.url = frontier.url
left join staging.article_captures as known on named.url = known.url
left join raw.candidates as before
    on named.url = before.url and named.discovered_via = before.discovered_via
where
    frontier.last_capture_id is not null
    and (
        named.published_on is distinct from before.published_on
        or named.published_at is distinct from before.published_at
    )
