-- One row per year and word that is beside the query's first word or phrase, most uses first.
-- macro: words_beside(query, words := 5, max_articles := 1000, width := 100, stop_words := false)
-- Beside means at most `words` words before or after it, in the best `max_articles` articles. Words without a
-- subject (the, said), letters and numbers below 1,000 are left out unless `stop_words` is true.
with

beside as (

    select
        uses.article_id,
        year(uses.published_on) as year,
        regexp_replace(unnest(list_concat(
            list_slice(regexp_extract_all(lower(uses.before), '[\p{L}\p{N}]+(?:[''’]\p{L}+)*'), 0 - $words, -1),
            list_slice(regexp_extract_all(lower(uses.after), '[\p{L}\p{N}]+(?:[''’]\p{L}+)*'), 1, $words)
        )), '[''’]s$', '') as word
    from concordance as uses

)

select
    beside.year,
    beside.word,
    count(*) as uses,
    count(distinct beside.article_id) as article_count
from beside
where
    $stop_words or (
        not regexp_full_match(beside.word, '.|[0-9]{1,3}')
        and beside.word not in (select stop_words.word from stop_words)
    )
group by beside.year, beside.word
order by beside.year asc, uses desc, beside.word asc
