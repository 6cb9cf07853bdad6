-- One row per word that is more frequent in some articles than in others, highest z-score first.
-- macro: keyness(since := null, until := null, section := null, entity := null, author := null, against := null, min_uses := 5, min_articles := null, stop_words := false)
-- The others are all other articles, or those of the section `against`. Sections are paths or names, an entity is an
-- id or any spelling.
-- Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008); the prior
-- is the whole archive, scaled to 10,000 words. Words without a subject (the, said), letters and numbers
-- below 1,000 are left out unless `stop_words` is true. Of more than ten articles, a word is in at least
-- two, unless `min_articles` says otherwise: else the subject of one long article would be typical of a
-- section or an author.
with

named_entities as materialized (

    select entities.entity_id
    from entities_called($entity) as entities

),

chosen as materialized (

    select docs.doc
    from search.docs as docs
    inner join main.articles as articles on docs.article_id = articles.article_id
    where
        ($since is null or articles.published_on >= $since::varchar::date)
        and ($until is null or articles.published_on <= $until::varchar::date)
        and (
            $section is null or docs.article_id in (
                select parts.article_id
                from main.article_sections as parts
                inner join sections_called as called on parts.section_path = called.section_path
                where lower($section) in (called.called_path, called.called_name)
            )
        )
        and ($entity is null or docs.article_id in (
            select named.article_id
            from main.entity_articles as named
            where named.entity_id in (from named_entities)
        ))
        and ($author is null or docs.article_id in (
            select written.article_id
            from main.article_authors as written
            where $author in (written.author_id, written.author_name)
        ))

),

-- The terms have the uses in the whole archive, so that only these articles are counted.
counts as materialized (

    select
        postings.term_id,
        sum(postings.uses) as uses,
        count(*) as article_count
    from search.postings as postings
    inner join chosen on postings.doc = chosen.doc
    group by postings.term_id

),

-- The other section, if there is one; an article of both sections counts as one of those chosen.
others as materialized (

    select docs.doc
    from search.docs as docs
    inner join main.article_sections as parts on docs.article_id = parts.article_id
    inner join sections_called as called on parts.section_path = called.section_path
    where
        lower($against) in (called.called_path, called.called_name)
        and docs.doc not in (from chosen)
    group by docs.doc

),

other_counts as materialized (

    select
        postings.term_id,
        sum(postings.uses) as uses
    from search.postings as postings
    inner join others on postings.doc = others.doc
    group by postings.term_id

),

sums as materialized (

    select
        (select sum(terms.use_count) from search.terms as terms) as total,
        (select sum(counts.uses) from counts) as uses,
        (select sum(other_counts.uses) from other_counts) as other_uses,
        (select count(*) from chosen) as articles

),

weighed as (

    select
        terms.term,
        counts.uses,
        counts.article_count,
        case when $against is null then terms.use_count - counts.uses else coalesce(other_counts.uses, 0) end
            as other_uses,
        10000 * terms.use_count / sums.total as prior,
        sums.uses as all_uses,
        case when $against is null then sums.total - sums.uses else sums.other_uses end as all_other_uses
    from counts
    inner join search.terms as terms on counts.term_id = terms.term_id
    left join other_counts on counts.term_id = other_counts.term_id
    cross join sums
    where
        counts.uses >= $min_uses
        and counts.article_count >= coalesce($min_articles, case when sums.articles > 10 then 2 else 1 end)

),

scored as (

    select
        weighed.*,
        ln((weighed.uses + weighed.prior) / (weighed.all_uses + 10000 - weighed.uses - weighed.prior))
        - ln(
            (weighed.other_uses + weighed.prior)
            / (weighed.all_other_uses + 10000 - weighed.other_uses - weighed.prior)
        ) as log_odds,
        1 / (weighed.uses + weighed.prior) + 1 / (weighed.other_uses + weighed.prior) as variance
    from weighed

)

select
    scored.term,
    round(scored.log_odds / sqrt(scored.variance), 2) as z_score,
    round(scored.log_odds, 3) as log_odds,
    scored.uses::bigint as uses,
    scored.other_uses::bigint as other_uses,
    scored.article_count
from scored
where
    scored.log_odds > 0
    and ($stop_words or not regexp_full_match(scored.term, '.|[0-9]{1,3}'))
    and ($stop_words or scored.term not in (select stop_words.word from stop_words))
order by z_score desc, scored.term asc
