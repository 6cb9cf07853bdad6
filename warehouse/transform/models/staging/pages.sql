-- One row per page of the frontier, with the best known date of publication and section.
with

-- Permalinks of the archive are /author/section/subsection/slug. A page below an article
-- (its pictures and further pages) has the section of the article.
addressed as (

    select
        frontier.url,
        case
            when
                parents.url is not null
                -- No section has five words.
                or regexp_matches(frontier.url, '/[^/-]+(-[^/-]+){4,}/[^/]+/?$')
                then regexp_replace(frontier.url, '[^/]+/?$', '')
            else frontier.url
        end as article_url
    from raw.frontier as frontier
    left join raw.frontier as parents
        on
            regexp_replace(frontier.url, '[^/]+/?$', '') = parents.url
            and parents.kind = 'article'
    where frontier.kind = 'article'

),

named as (

    select
        url,
        list_distinct(list(source)) as sources,
        min(section) as first_section,
        list(lower(section) order by section) as section_names,
        list(
            trim(regexp_replace(lower(section), '[^a-z0-9]+', '-', 'g'), '-') order by section
        ) as section_slugs
    from raw.candidates
    group by url

),

parsed as (

    select
        articles.url,
        articles.published_on,
        lower(articles.section_path) as section_path
    from raw.articles as articles
    inner join staging.article_captures as known on articles.capture_id = known.capture_id
    qualify row_number() over (
        partition by articles.url
        order by
            known.is_complete desc,
            known.has_evidence desc,
            known.has_paragraphs desc,
            known.has_own_text desc,
            known.is_within_site_life desc,
            known.captured_at desc,
            known.body_chars desc,
            articles.capture_id desc
    ) = 1

),

joined as (

    select
        frontier.*,
        coalesce(parsed.published_on, hints.published_on) as known_on,
        coalesce(
            parsed.section_path,
            nullif(
                -- A section ends before a date or an id, as in `tasks.urls.section_path`.
                regexp_replace(
                    regexp_extract(
                        -- Most pages are articles with a section: their URLs need not be read.
                        case when parsed.section_path is null then lower(addressed.article_url) end,
                        '^https?://[^/]+/[^/]+/([^?]+)/[^/]+/?$',
                        1
                    ),
                    '(^|/)([0-9_.-]+|[a-z]{0,8}[0-9]{5,})(/.*)?$',
                    ''
                ),
                ''
            ),
            trim(regexp_replace(lower(named.first_section), '[^a-z0-9]+', '-', 'g'), '-')
        ) as section,
        coalesce(named.section_names, []) as listed_names,
        coalesce(named.section_slugs, []) as listed_slugs,
        list_distinct(list_append(coalesce(named.sources, []), frontier.source)) as sources
    from raw.frontier as frontier
    left join staging.best_hints as hints on frontier.url = hints.url
    left join named on frontier.url = named.url
    left join addressed on frontier.url = addressed.url
    left join parsed on frontier.url = parsed.url

)

select
    * exclude (listed_names, listed_slugs),
    -- Match a section by its path, its parent's path, or its name in listings.
    list_distinct(
        list_concat(
            [section, nullif(split_part(section, '/', 1), '')], listed_names, listed_slugs
        )
    ) as section_names
from joined
