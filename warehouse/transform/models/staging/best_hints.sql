-- One row per URL: the best date from discovery, preferring the API over listings.
select
    url,
    discovered_via,
    published_at,
    coalesce(published_on, published_at::date) as published_on
from raw.candidates
where published_on is not null or published_at is not null
qualify row_number() over (
    partition by url
    order by
        case
            when discovered_via similar to 'rest.*' then 1
            when discovered_via similar to 'feed.*' then 2
            when discovered_via similar to 'listing.*' then 3
            else 4
        end,
        discovered_via
) = 1
