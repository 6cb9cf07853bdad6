-- One row per capture whose post has several URLs, whose URL shows several posts, or whose text
-- is at several URLs with one slug: a migration gives posts new ids, and may move them. AMP
-- pages and print versions are included with the pages that they are another form of.
with

named as (

    select
        candidates.url,
        any_value(candidates.post_id) as post_id
    from raw.candidates as candidates
    where candidates.post_id is not null
    group by candidates.url
    having count(distinct candidates.post_id) = 1

),

moved as (

    select
        captures.url,
        arg_max(
            captures.redirects_to, row(captures.captured_at, captures.redirects_to)
        ) as redirects_to
    from raw.captures as captures
    where captures.redirects_to is not null
    group by captures.url

),

stated as (

    select
        articles.capture_id,
        articles.article_id as address_id,
        -- Further pages of a split article go with its first page.
        coalesce(parts.first_url, articles.url) as url,
        coalesce(articles.post_id, named.post_id) as post_id,
        lower(trim(regexp_replace(articles.title, '[^\p{L}\p{N}]+', ' ', 'g'))) as title,
        articles.body_sha256,
        articles.published_at,
        articles.layout in ('rest', 'feed')
        or coalesce(articles.post_id, named.post_id) = named.post_id as is_stated,
        moved.redirects_to
    from raw.articles as articles
    left join raw.article_parts as parts on articles.capture_id = parts.capture_id
    left join named on coalesce(parts.first_url, articles.url) = named.url
    left join moved on articles.url = moved.url
    anti join raw.shared_texts as shared
        on articles.capture_id = shared.capture_id and shared.is_refused

),

posts as (

    select stated.post_id
    from stated
    where stated.post_id is not null
    group by stated.post_id
    having count(distinct stated.url) > 1

),

addresses as (

    select stated.url
    from stated
    group by stated.url
    having count(distinct stated.post_id) > 1

),

texts as (

    select stated.body_sha256
    from stated
    where stated.post_id is not null
    group by stated.body_sha256
    having min(stated.post_id) <> max(stated.post_id) and min(stated.url) <> max(stated.url)

),

copies as (

    select
        stated.body_sha256,
        regexp_extract(stated.url, '([^/]+)/?$', 1) as slug,
        array_agg(stated.url) as urls
    from stated
    semi join texts on stated.body_sha256 = texts.body_sha256
    group by stated.body_sha256, slug
    having min(stated.url) <> max(stated.url)

),

amp as (

    select distinct
        stated.url,
        regexp_replace(stated.url, '/(amp|print)/?$', '') as page
    from stated
    where regexp_matches(stated.url, '/(amp|print)/?$')

),

with_amp as (

    select
        amp.url,
        stated.url as page_url
    from amp
    inner join stated on amp.page = rtrim(stated.url, '/')

),

urls as (

    select distinct unnest(copies.urls) as url
    from copies
    union
    select stated.url
    from stated
    semi join posts on stated.post_id = posts.post_id
    union
    select addresses.url
    from addresses
    union
    select unnest([with_amp.url, with_amp.page_url]) as url
    from with_amp

)

select
    stated.capture_id,
    stated.address_id,
    stated.url,
    stated.post_id,
    stated.title,
    stated.body_sha256,
    stated.published_at,
    coalesce(epoch_us(captures.captured_at), 0) as captured_us,
    coalesce(stated.is_stated, false) as is_stated,
    stated.redirects_to
from stated
semi join urls on stated.url = urls.url
left join raw.captures as captures on stated.capture_id = captures.capture_id
order by captured_us, stated.url, stated.capture_id
