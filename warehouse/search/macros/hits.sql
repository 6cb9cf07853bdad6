-- One row per article that matches all clauses of the query (see `query_parser`), with its BM25 score.
-- The same rules and the same score as `warehouse.search.find`, in SQL alone.
with

clauses as materialized (

    select
        row_number() over () as clause,
        starts_with(split.printed, '-') as is_excluded,
        lower(regexp_extract(split.printed, '^-?(?i:(title|body)):', 1)) as field,
        regexp_replace(split.printed, '^-?(?:(?i:title|body):)?', '') as printed
    from (
        select unnest(
            regexp_extract_all($query, '-?(?:\w+:)?(?:["“”][^"“”]*["“”]?|\S+)')
        ) as printed
    ) as split

),

words as materialized (

    select
        clauses.clause,
        clauses.is_excluded,
        clauses.field,
        list_transform(
            regexp_extract_all(clauses.printed, '[\p{L}\p{N}]+(?:[''’‘ʼʿʾ][\p{L}\p{N}]+)*'),
            lambda word: lower(strip_accents(
                regexp_replace(regexp_replace(word, '[''’][sS]$', ''), '[''’‘ʼʿʾ]', '', 'g')
            ))
        ) as terms,
        ends_with(clauses.printed, '*') and not regexp_matches(clauses.printed, '^["“”]') as has_star
    from clauses

),

asked as materialized (

    select
        words.clause,
        words.is_excluded,
        words.field,
        len(words.terms) as word_count,
        words.has_star and len(words.terms) = 1 as is_prefix,
        unnest(words.terms) as term,
        generate_subscripts(words.terms, 1) - 1 as place
    from words

),

terms as materialized (

    select
        asked.*,
        known.term_id
    from asked
    inner join search.terms as known on asked.term = known.term
    where not asked.is_prefix
    union all
    select
        asked.*,
        known.term_id
    from asked
    inner join search.terms as known on starts_with(known.term, asked.term)
    where asked.is_prefix
    qualify row_number() over (partition by asked.clause order by known.doc_count desc, known.term) <= 500

),

single_words as (

    select
        terms.clause,
        terms.is_excluded,
        postings.doc,
        sum(case terms.field
            when 'title' then postings.title_uses
            when 'body' then postings.uses - postings.title_uses
            else postings.uses + 2 * postings.title_uses
        end) as uses
    from search.postings as postings
    inner join (from terms where word_count = 1) as terms on postings.term_id = terms.term_id
    group by terms.clause, terms.is_excluded, postings.doc

),

phrase_words as (

    select
        terms.clause,
        terms.is_excluded,
        terms.field,
        postings.doc,
        list(list_transform(postings.positions, lambda x: x - terms.place)) as starts
    from search.postings as postings
    inner join (from terms where word_count > 1) as terms on postings.term_id = terms.term_id
    group by terms.clause, terms.is_excluded, terms.field, terms.word_count, postings.doc
    having count(*) = terms.word_count

),

phrases as (

    select
        phrase_words.clause,
        phrase_words.is_excluded,
        phrase_words.doc,
        len(list_filter(
            list_reduce(phrase_words.starts, lambda a, b: list_intersect(a, b)),
            lambda x: case phrase_words.field
                when 'title' then x < 1000 when 'body' then x >= 1000 else true
            end
        )) as uses
    from phrase_words

),

matches as materialized (

    select
        found.*,
        count(*) over (partition by found.clause) as doc_count
    from (from single_words union all from phrases) as found
    where found.uses > 0

),

totals as materialized (

    select
        count(*) as docs,
        avg(docs.word_count) as words,
        (select count(distinct asked.clause) from asked where not asked.is_excluded) as clauses
    from search.docs as docs

)

select
    docs.article_id,
    sum(
        ln(1 + (totals.docs - matches.doc_count + 0.5) / (matches.doc_count + 0.5))
        * matches.uses * 2.2
        / (matches.uses + 1.2 * (0.25 + 0.75 * docs.word_count / totals.words))
    ) as score
from matches
inner join search.docs as docs on matches.doc = docs.doc
cross join totals
where
    not matches.is_excluded
    and matches.doc not in (select no.doc from matches as no where no.is_excluded)
group by docs.article_id, totals.clauses
having count(*) = totals.clauses
