-- One row per page count stated by a source, with the numbers of known and loaded pages.
-- unique_key: denominator, scope, stated_by
-- order_by: denominator, scope, stated_by
with

counts as (

    select
        expectations.denominator,
        expectations.scope,
        expectations.stated_by,
        expectations.expected_count
    from raw.expectations as expectations
    where
        split_part(expectations.denominator, ':', 1) not in (
            'unreadable', 'unanswered', 'outside', 'passed-over', 'other-files', 'stated'
        )

),

named as (

    select
        counts.denominator,
        counts.scope,
        counts.stated_by,
        candidates.url
    from counts
    inner join raw.candidates as candidates
        on
            split_part(counts.denominator, ':', 1)
            = split_part(candidates.discovered_via, ':', 1)
            and case
                when counts.denominator = 'rest:posts'
                    then
                        counts.scope
                        = strftime(
                            coalesce(candidates.published_on, candidates.published_at::date),
                            '%Y-%m'
                        )
                when counts.denominator in ('wayback:urls', 'commoncrawl:urls')
                    then contains(candidates.listed_on, counts.scope)
                else starts_with(candidates.listed_on, counts.stated_by)
            end

),

outcomes as (

    select
        named.denominator,
        named.scope,
        named.stated_by,
        count(*) as known_count,
        count(*) filter (where pages.outcome = 'article') as article_count,
        count(*) filter (where pages.outcome = 'no_article') as no_article_count
    from named
    inner join staging.page_outcomes as pages on named.url = pages.url
    group by named.denominator, named.scope, named.stated_by

)

select
    counts.denominator,
    counts.scope,
    counts.stated_by,
    counts.expected_count,
    coalesce(outcomes.known_count, 0) as known_count,
    coalesce(outcomes.article_count, 0) as article_count,
    -- Pages in the count that are neither loaded nor known not to be articles.
    greatest(
        counts.expected_count
        - coalesce(outcomes.article_count, 0)
        - coalesce(outcomes.no_article_count, 0),
        0
    ) as missing_count
from counts
left join outcomes
    on
        counts.denominator = outcomes.denominator
        and counts.scope = outcomes.scope
        and counts.stated_by = outcomes.stated_by
