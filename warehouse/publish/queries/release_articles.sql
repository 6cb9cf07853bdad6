-- One row per article that differs between two releases, in the folders $earlier and $later.
with

earlier as (

    select
        articles.article_id,
        articles.url,
        articles.title,
        articles.body_sha256,
        articles.published_on
    from read_parquet($earlier || '/articles/**/*.parquet') as articles

),

later as (

    select
        articles.article_id,
        articles.url,
        articles.title,
        articles.body_sha256,
        articles.published_on
    from read_parquet($later || '/articles/**/*.parquet') as articles

),

addresses as (

    select
        article_addresses.url,
        min(article_addresses.article_id) as article_id
    from read_parquet($later || '/article_addresses/*.parquet') as article_addresses
    group by article_addresses.url

),

matched as (

    select
        earlier.article_id as earlier_id,
        later.article_id as later_id,
        addresses.article_id as address_id,
        coalesce(later.url, earlier.url) as url,
        coalesce(later.title, earlier.title) as title,
        earlier.url <> later.url as is_moved,
        earlier.title <> later.title as has_other_title,
        earlier.body_sha256 <> later.body_sha256 as has_other_text,
        coalesce(earlier.published_on::varchar, '')
        <> coalesce(later.published_on::varchar, '') as has_other_day
    from earlier
    full join later on earlier.article_id = later.article_id
    left join addresses on earlier.url = addresses.url

),

compared as (

    select
        case
            when matched.earlier_id is null then 'added'
            when matched.later_id is null and matched.address_id is not null then 'merged'
            when matched.later_id is null then 'removed'
            when matched.has_other_title or matched.has_other_text or matched.has_other_day
                then 'changed'
            when matched.is_moved then 'moved'
        end as change,
        coalesce(matched.later_id, matched.earlier_id) as article_id,
        matched.url,
        matched.title,
        case when matched.later_id is null then matched.address_id end as replaced_by
    from matched

)

select
    compared.change,
    compared.article_id,
    compared.url,
    compared.title,
    compared.replaced_by
from compared
where compared.change is not null
order by compared.change, compared.article_id
