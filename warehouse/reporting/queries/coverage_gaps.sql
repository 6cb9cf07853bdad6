-- One row: missing pages that may belong to what is requested, and incomplete articles of it.
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
    ) as incomplete
