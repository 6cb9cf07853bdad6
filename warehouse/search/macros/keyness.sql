-- One row per word that is more frequent in some articles than in all others, highest z-score first.
-- macro: keyness(since := null, until := null, section := null, entity := null, author := null, min_uses := 5, min_articles := null, stop_words := false)
-- Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008); the prior
-- is the whole archive, scaled to 10,000 words. Words without a subject (the, said), letters and numbers
-- below 1,000 are left out unless `stop_words` is true. Of more than ten articles, a word is in at least
-- two, unless `min_articles` says otherwise: else the subject of one long article would be typical of a
-- section or an author.
with

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
                where
                    parts.section_path = $section
                    or starts_with(parts.section_path, $section || '/')
            )
        )
        and ($entity is null or docs.article_id in (
            select named.article_id
            from main.entity_articles as named
            where named.entity_id = $entity
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

sums as materialized (

    select
        (select sum(terms.use_count) from search.terms as terms) as total,
        (select sum(counts.uses) from counts) as uses,
        (select count(*) from chosen) as articles

),

weighed as (

    select
        terms.term,
        counts.uses,
        counts.article_count,
        terms.use_count - counts.uses as other_uses,
        10000 * terms.use_count / sums.total as prior,
        sums.uses as all_uses,
        sums.total - sums.uses as all_other_uses
    from counts
    inner join search.terms as terms on counts.term_id = terms.term_id
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
    and ($stop_words or not list_contains(
        string_split(
            'a about above after again against ago al all also although am among an and another any are as at '
            || 'be became because been before being below between both but by can cannot could day days did didn do '
            || 'does doesn doing don done down during each either else even ever every few first for from further '
            || 'had has have having he her here hers herself him himself his how however i if in into is isn it its '
            || 'itself just last least less like made make many may me might more most much must my myself near '
            || 'neither never new next no nor not now of off on once one only or other others our ours out over own '
            || 'per rather re s said same say saying says second she should since so some still such t take taken '
            || 'than that the their theirs them themselves then there these they this those though three through '
            || 'thus to today told too two under until up upon ve very was we well were what when where whether '
            || 'which while who whom whose why will with within without would year years yesterday yet you your',
            ' '
        ),
        scored.term
    ))
order by z_score desc, scored.term asc
