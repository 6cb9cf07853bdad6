-- One row per article whose text is like that of an article, the most similar first.
-- macro: similar(article_id, max_hits := 20)
-- The 30 words of the article with the highest TF-IDF are searched for; a score of 1 is the score
-- of the article itself.
with

article as materialized (

    select docs.doc
    from search.docs as docs
    where docs.article_id = try_cast(ltrim($article_id::varchar, '''') as bigint)

),

totals as materialized (

    select
        count(*) as docs,
        avg(docs.word_count) as words
    from search.docs as docs

),

words as materialized (

    select
        postings.term_id,
        ln(1 + (totals.docs - terms.doc_count + 0.5) / (terms.doc_count + 0.5)) as rarity
    from search.postings as postings
    inner join search.terms as terms on postings.term_id = terms.term_id
    cross join totals
    where postings.doc = (from article) and (terms.doc_count > 1 or totals.docs = 1)
    order by rarity * ln(1 + postings.uses) desc, terms.term asc
    limit 30

),

scores as materialized (

    select
        postings.doc,
        sum(
            words.rarity * words.rarity * postings.uses * 2.2
            / (postings.uses + 1.2 * (0.25 + 0.75 * docs.word_count / totals.words))
        ) as score,
        count(*) as shared_words
    from search.postings as postings
    inner join words on postings.term_id = words.term_id
    inner join search.docs as docs on postings.doc = docs.doc
    cross join totals
    group by postings.doc

)

select
    articles.article_id,
    round(scores.score / own.score, 3) as score,
    scores.shared_words,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.url
from scores
inner join search.docs as docs on scores.doc = docs.doc
inner join main.articles as articles on docs.article_id = articles.article_id
inner join scores as own on own.doc = (from article)
where scores.doc <> (from article)
order by scores.score desc, articles.article_id asc
limit $max_hits
