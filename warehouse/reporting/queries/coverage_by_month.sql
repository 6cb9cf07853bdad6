-- One row per requested month (or month and section): pages by outcome.
with

asked as (

    select
        coverage.*,
        case when $by_section then coverage.section end as shown_section
    from marts.coverage as coverage
    where
        ($since::date is null or coverage.month >= date_trunc('month', $since::date))
        and ($until::date is null or coverage.month <= $until::date)
        and ($section::varchar is null or coverage.section = $section::varchar)

),

entries as (

    select
        asked.month,
        asked.shown_section,
        unnest(map_keys(asked.reasons)) as reason,
        unnest(map_values(asked.reasons)) as pages
    from asked

),

reason_counts as (

    select
        entries.month,
        entries.shown_section,
        entries.reason,
        sum(entries.pages)::bigint as pages
    from entries
    where not starts_with(entries.reason, 'no_article')
    group by entries.month, entries.shown_section, entries.reason

),

reasons as (

    select
        counts.month,
        counts.shown_section,
        string_agg(
            counts.pages || ' ' || counts.reason, ', '
            order by counts.pages desc, counts.reason asc
        ) as reasons
    from reason_counts as counts
    group by counts.month, counts.shown_section

),

months as (

    select
        asked.month,
        asked.shown_section,
        sum(asked.discovered)::bigint as discovered,
        sum(asked.fetched)::bigint as fetched,
        sum(asked.loaded)::bigint as loaded,
        sum(asked.no_article)::bigint as no_article,
        sum(asked.missing)::bigint as missing,
        sum(asked.unexplained)::bigint as unexplained
    from asked
    group by asked.month, asked.shown_section

)

select
    months.month,
    months.shown_section as section,
    months.discovered,
    months.fetched,
    months.loaded,
    months.no_article,
    months.missing,
    months.unexplained,
    coalesce(reasons.reasons, '') as reasons
from months
left join reasons
    on
        months.month is not distinct from reasons.month
        and months.shown_section is not distinct from reasons.shown_section
order by months.month nulls last, months.shown_section nulls last
