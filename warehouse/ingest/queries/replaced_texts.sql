-- One row per capture with another text than that of the article its URL names: another owner, or
-- somebody who broke in, has put posts of their own in the place of the articles.
-- Where a host shows such texts at many URLs, they are refused. At few URLs the newspaper itself may
-- have written the post again: there they rank last, if they have the id of the article. With another
-- id they are articles of their own.
with

shown as (

    select
        articles.capture_id,
        articles.url,
        articles.post_id,
        lower(regexp_extract(captures.requested_url, '^https?://([^/?#]+)', 1)) as host,
        regexp_extract(articles.url, '[^/]+/?$') as slug,
        coalesce(list_contains(articles.evidence, 'title'), false) as agrees_with_slug,
        captures.captured_at
    from raw.articles as articles
    inner join raw.captures as captures on articles.capture_id = captures.capture_id
    where coalesce(articles.part_number, 1) = 1 and captures.item is null

),

-- A later post whose title does not agree with the URL, and the first article whose title does.
replaced as (

    select
        later.capture_id,
        later.host,
        later.slug,
        earlier.capture_id as named_capture_id,
        coalesce(later.post_id = earlier.post_id, false) as is_same_post
    from shown as later
    inner join shown as earlier
        on later.url = earlier.url and later.captured_at > earlier.captured_at
    where
        not later.agrees_with_slug
        and earlier.agrees_with_slug
        -- Two words in the slug, without which no title can agree with it.
        and regexp_matches(later.slug, '^[^=]*[a-z]{3,}[^=]*-[^=]*[a-z]{3,}')
    qualify row_number() over (
        partition by later.capture_id
        order by earlier.captured_at asc, earlier.capture_id asc
    ) = 1

),

-- Long words of both texts. A headline may change, and a post may get another id with another theme;
-- the text then stays.
texts as (

    select
        replaced.*,
        list_distinct(regexp_extract_all(lower(later.body[:4000]), '\p{L}{6,}')) as words,
        list_distinct(regexp_extract_all(lower(earlier.body[:4000]), '\p{L}{6,}')) as named_words
    from replaced
    inner join raw.articles as later on replaced.capture_id = later.capture_id
    inner join raw.articles as earlier on replaced.named_capture_id = earlier.capture_id

),

-- Texts about the same things have a third of these words in common, others a tenth.
others as (

    select texts.*
    from texts
    where
        len(list_intersect(texts.words, texts.named_words))
        < 0.2 * least(len(texts.words), len(texts.named_words))

),

hosts as (

    select
        others.host,
        count(distinct others.slug) as addresses
    from others
    group by others.host

)

select
    others.capture_id,
    hosts.addresses,
    hosts.addresses >= $fewest_addresses as is_refused
from others
inner join hosts on others.host = hosts.host
where hosts.addresses >= $fewest_addresses or others.is_same_post
