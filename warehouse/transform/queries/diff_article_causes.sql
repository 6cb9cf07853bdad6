-- One row per article that differs from the previous publication, with the cause.
with

compared as (

    select
        differing.article_id,
        published.article_id is not null and built.article_id is not null as is_in_both,
        published.capture_id = built.capture_id as is_same_capture,
        published.parser_version = built.parser_version as is_same_parser,
        hash(published.published_on, published.published_at, published.published_from)
        = hash(built.published_on, built.published_at, built.published_from) as is_same_date
    from differing
    left join previous.articles as published on differing.article_id = published.article_id
    left join marts.articles as built on differing.article_id = built.article_id

)

select
    compared.article_id,
    case
        when not compared.is_in_both or not compared.is_same_capture then 'content'
        when compared.is_same_parser and not compared.is_same_date then 'discovery'
        else 'parser'
    end as cause
from compared
