-- One row: missing pages that may belong to what is requested, incomplete articles of it, pages
-- whose state has changed since the last build, and whether no run has asked for all of it.
select
    (
        -- The month or the section of these pages is unknown, so coverage_by_month leaves them out.
        select coalesce(sum(coverage.missing), 0)::bigint
        from marts.coverage as coverage
        where
            (
                coverage.month is null
                or coverage.month between coalesce(
                    date_trunc('month', $since::date), date '0001-01-01'
                )
                and coalesce($until::date, date '9999-12-31')
            )
            and (
                $section::varchar is null
                or coverage.section is null
                or coverage.section = $section::varchar
            )
            and (
                (coverage.month is null and ($since::date is not null or $until::date is not null))
                or (coverage.section is null and $section::varchar is not null)
            )
    ) as undated_missing,
    (
        select count(*)
        from marts.articles as articles
        where
            not articles.is_complete
            and (
                articles.published_on is null
                or articles.published_on between coalesce(
                    date_trunc('month', $since::date), date '0001-01-01'
                )
                and coalesce(last_day($until::date), date '9999-12-31')
            )
            and (
                $section::varchar is null
                or articles.section = $section::varchar
                or articles.section is null
            )
    ) as incomplete,
    (
        select abs(sum(known.pages)) + abs(sum(known.loaded)) + abs(sum(known.no_article))
        from (
            select
                count(*) as pages,
                count(*) filter (where outcomes.outcome = 'article') as loaded,
                count(*) filter (where outcomes.outcome = 'no_article') as no_article
            from staging.page_outcomes as outcomes
            union all
            select
                -sum(coverage.discovered) as pages,
                -sum(coverage.loaded) as loaded,
                -sum(coverage.no_article) as no_article
            from marts.coverage as coverage
        ) as known
    )::bigint as changed,
    (
        -- Files are listed whole whatever is asked, so only runs over a site or index count.
        select
            count(*) > 0 and not bool_or(
                coalesce(json_extract_string(runs.parameters, '$.since') <= $asked_since, true)
                and coalesce(json_extract_string(runs.parameters, '$.until') >= $asked_until, true)
                and (
                    coalesce(json_array_length(runs.parameters, '$.sections'), 0) = 0
                    or coalesce(
                        list_contains(
                            json_extract_string(runs.parameters, '$.sections[*]'), $section::varchar
                        ),
                        false
                    )
                )
            )
        from raw.runs as runs
        where
            runs.source in ('live', 'auto', 'wayback', 'commoncrawl')
            and list_contains(map_keys(runs.counts), 'unanswered')
    ) as is_unasked
