-- One row per article that is a near copy of another article, which it is linked to.
-- unique_key: article_id
-- order_by: canonical_id, article_id
-- refresh: on_article_change
--
-- All copies of a group are linked to its canonical article: preferably one whose URL does not end
-- in the number that WordPress adds to a slug in use; then the earliest published, then the one
-- with the lowest post id, then the one with the lowest article_id.
with

members as (

    select
        articles.article_id,
        articles.title,
        articles.published_on,
        articles.body_sha256,
        articles.post_id,
        coalesce(articles.dateline_agency, articles.agency_credit) as agency,
        regexp_extract(articles.url, '([^/]*)/?$', 1) as slug,
        regexp_replace(regexp_extract(articles.url, '([^/]*)/?$', 1), '-[0-9]{1,2}$', '') as plain_slug,
        trim(regexp_replace(lower(articles.title), '[^a-z0-9]+', ' ', 'g')) as plain_title,
        coalesce(groups.group_sha256, articles.body_sha256) as group_sha256
    from marts.articles as articles
    left join raw.text_groups as groups on articles.body_sha256 = groups.body_sha256
    inner join raw.text_signatures as signatures on articles.body_sha256 = signatures.body_sha256
    where len(signatures.band_keys) > 0

),

grouped as (

    select
        members.*,
        members.slug <> members.plain_slug
        and count(*) filter (where members.slug = members.plain_slug) over (
            partition by members.group_sha256, members.plain_slug
        ) > 0 as is_numbered
    from members
    qualify count(*) over (partition by members.group_sha256) > 1

),

ranked as (

    select
        grouped.*,
        row_number() over ranking as place,
        first_value(grouped.article_id) over ranking as canonical_id,
        count(*) over (partition by grouped.group_sha256) as group_size
    from grouped
    window ranking as (
        partition by grouped.group_sha256
        order by
            grouped.is_numbered,
            grouped.published_on nulls last,
            grouped.post_id nulls last,
            grouped.article_id
    )

),

linked as (

    select
        copies.*,
        canonicals.title as canonical_title,
        canonicals.published_on as canonical_published_on,
        canonicals.plain_title = copies.plain_title as has_same_title,
        canonicals.plain_slug = copies.plain_slug as has_same_slug,
        canonicals.agency is not null and canonicals.agency = copies.agency as has_same_agency,
        case when canonicals.body_sha256 = copies.body_sha256 then 1.0 else pairs.shared end as score,
        case
            when canonicals.body_sha256 = copies.body_sha256 then 1.0 else pairs.contained
        end as contained
    from ranked as copies
    inner join ranked as canonicals
        on copies.canonical_id = canonicals.article_id and canonicals.place = 1
    left join raw.text_pairs as pairs
        on
            least(copies.body_sha256, canonicals.body_sha256) = pairs.text_a
            and greatest(copies.body_sha256, canonicals.body_sha256) = pairs.text_b
    where copies.place > 1

)

select
    linked.article_id,
    linked.canonical_id,
    case
        when linked.is_numbered and linked.has_same_slug then 'numbered_slug'
        when linked.score >= 0.9 and linked.has_same_title then 'repost'
        when linked.has_same_agency then 'wire_reuse'
        when
            abs(linked.published_on - linked.canonical_published_on) <= 7
            and coalesce(linked.score, 0) < 1
            then 'update'
        when linked.has_same_title then 'repost'
        else 'reuse'
    end as duplicate_kind,
    round(linked.score, 4) as score,
    round(linked.contained, 4) as contained,
    linked.published_on - linked.canonical_published_on as days_later,
    linked.title,
    linked.canonical_title,
    linked.group_size,
    linked.published_on,
    linked.canonical_published_on
from linked
