-- One row per dated article, with the words of its title and lead as numbers, for stories.
-- unique_key: article_id
-- order_by: article_id
-- materialized: incremental by article_id
--
-- Numbers take less time to compare than words. Those of `hash` may differ in another DuckDB.
with

texts as (

    select
        articles.article_id,
        lower(strip_accents(articles.title || ' ' || left(coalesce(articles.lead, ''), 400))) as text
    from marts.articles as articles
    where articles.published_on is not null

),

words as (

    select
        texts.article_id,
        regexp_replace(unnest(regexp_extract_all(texts.text, '\p{L}{4,}')), 's$', '') as word
    from texts

)

select
    words.article_id,
    list_sort(list(distinct md5_number_lower(words.word))) as words
from words
group by words.article_id
