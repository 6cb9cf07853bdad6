-- One row per capture whose text its host serves at many URLs: a notice, a parking page or a wall.
-- Such a capture is refused if title and text are the same at many URLs that name something else.
with

stated as (

    select
        candidates.url,
        lower(trim(regexp_replace(candidates.title, '[^\p{L}\p{N}]+', ' ', 'g'))) as title
    from raw.candidates as candidates
    where candidates.title <> ''

),

shown as (

    select
        articles.capture_id,
        articles.url,
        lower(regexp_extract(captures.requested_url, '^https?://([^/?#]+)', 1)) as host,
        -- A notice may repeat the requested address, a time or a number; articles this short are few.
        case
            when length(articles.body) <= 2000 and not list_contains(articles.evidence, 'title')
                then sha256(regexp_replace(articles.body, '\S*[/\d]\S*', '', 'g'))
            else articles.body_sha256
        end as digest,
        lower(trim(regexp_replace(articles.title, '[^\p{L}\p{N}]+', ' ', 'g'))) as title,
        articles.published_on,
        -- WordPress adds a number to the slug of a copy: copies are one text that was printed twice.
        -- AMP pages and print versions are other forms of the page above them.
        regexp_replace(
            regexp_extract(regexp_replace(articles.url, '/(amp|print)/?$', '/'), '[^/]+/?$'),
            '(-\d+)?/?$',
            ''
        ) as slug,
        list_contains(articles.evidence, 'title') as agrees_with_slug,
        -- A post read by the REST interface is what the site states, not a page in its place.
        captures.item is not null as is_post
    from raw.articles as articles
    inner join raw.captures as captures on articles.capture_id = captures.capture_id
    where coalesce(articles.part_number, 1) = 1

),

shared as (

    select
        shown.host,
        shown.digest,
        count(distinct shown.slug) as addresses
    from shown
    group by shown.host, shown.digest
    having count(distinct shown.slug) >= $fewest_addresses

),

-- Captures whose own URL, or what lists it, does not confirm the title.
unconfirmed as (

    select
        shown.*,
        -- Two words in the slug, without which the title cannot agree with it.
        regexp_matches(shown.slug, '^[^=]*[a-z]{3,}[^=]*-[^=]*[a-z]{3,}') as has_words
    from shown
    semi join shared
        on shown.host = shared.host and shown.digest = shared.digest
    anti join stated on shown.url = stated.url and shown.title = stated.title
    where not shown.is_post and not coalesce(shown.agrees_with_slug, false)

),

-- Articles with one short text, such as cartoons at numbered URLs, have a date each.
refused as (

    select
        unconfirmed.host,
        unconfirmed.digest,
        unconfirmed.title
    from unconfirmed
    group by unconfirmed.host, unconfirmed.digest, unconfirmed.title
    having
        count(distinct unconfirmed.slug) >= $fewest_addresses
        and (
            count(distinct unconfirmed.published_on) <= 1
            or count(distinct unconfirmed.slug) filter (where unconfirmed.has_words)
            >= $fewest_addresses
        )

)

select
    shown.capture_id,
    shared.addresses,
    refused.title is not null as is_refused
from shown
inner join shared on shown.host = shared.host and shown.digest = shared.digest
left join unconfirmed on shown.capture_id = unconfirmed.capture_id
left join refused
    on
        unconfirmed.host = refused.host
        and unconfirmed.digest = refused.digest
        and unconfirmed.title = refused.title
