-- One row: missing pages of unknown month outside the requested months, and incomplete articles.
select
    (
        select coalesce(sum(coverage.missing), 0)::bigint
        from marts.coverage as coverage
        where
            coverage.month is null
            and ($since::date is not null or $until::date is not null)
            and (
                $section::varchar is null
                or coverage.section is null
                or coverage.section = $section::varchar
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
            and ($section::varchar is null or articles.section = $section::varchar)
    ) as incomplete
