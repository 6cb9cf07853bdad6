-- One row per word of the articles numbered $first_doc to $last_doc, as printed, with its position.
with

texts as (

    select
        docs.doc,
        list_slice(
            regexp_extract_all(articles.title, $word_pattern), 1, $body_start
        ) as title_words,
        list_slice(
            regexp_extract_all(articles.body, $word_pattern), 1, $longest_body
        ) as body_words
    from docs
    inner join marts.articles as articles on docs.article_id = articles.article_id
    where docs.word_count is null and docs.doc between $first_doc and $last_doc

)

select
    texts.doc,
    unnest(texts.title_words) as printed,
    (generate_subscripts(texts.title_words, 1) - 1)::integer as position
from texts
union all
select
    texts.doc,
    unnest(texts.body_words) as printed,
    ($body_start + generate_subscripts(texts.body_words, 1) - 1)::integer as position
from texts
