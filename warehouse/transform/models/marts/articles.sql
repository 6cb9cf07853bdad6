-- One row per article, from its best capture (see staging/latest_articles.sql for the ranking).
-- unique_key: article_id
-- order_by: published_on nulls last, article_id
-- materialized: incremental by article_id
-- part_rows: 25000
with

authors as (

    select
        article_authors.capture_id,
        string_agg(article_authors.name, ', ' order by article_authors.seq) as author
    from raw.article_authors as article_authors
    group by article_authors.capture_id

),

paragraph_counts as (

    select
        paragraphs.capture_id,
        count(*) as paragraph_count
    from staging.article_paragraphs as paragraphs
    group by paragraphs.capture_id

),

filed as (

    -- Captures with a known place in the dateline; the first place counts.
    select
        mentions.capture_id,
        arg_min(listed.entity_id, mentions.start_char) as filed_from_id,
        arg_min(listed.name, mentions.start_char) as filed_from,
        arg_min(listed.country, mentions.start_char) filter (
            where listed.country is not null
        ) as country
    from raw.mentions as mentions
    inner join raw.listed_entities as listed on mentions.local_id = listed.entity_id
    where mentions.field = 'dateline' and listed.entity_type = 'LOC'
    group by mentions.capture_id

)

select
    -- ids
    latest.article_id,
    articles.url,
    articles.canonical_url,
    articles.post_id,

    -- text
    articles.title,
    authors.author,
    articles.section_path,
    split_part(articles.section_path, '/', 1) as section,
    articles.lead,
    articles.body,
    articles.dateline_text,
    articles.dateline_places,
    coalesce(countries.name, articles.dateline_country) as dateline_country,
    filed.filed_from_id,
    filed.filed_from,
    articles.dateline_desk,
    articles.dateline_agency,
    articles.agency_credit,
    articles.language,

    -- numbers
    length(articles.body) as body_chars,
    len(string_split(replace(articles.body, chr(10) || chr(10), ' '), ' ')) as word_count,
    coalesce(paragraph_counts.paragraph_count, 0) as paragraph_count,

    -- times
    coalesce(articles.published_on, hints.published_on) as published_on,
    case
        when articles.published_on is null then hints.published_at else articles.published_at
    end as published_at,
    articles.published_zone,
    case
        when articles.published_on is not null then articles.published_precision
        when hints.published_at is not null then 'second'
        when hints.published_on is not null then 'day'
    end as published_precision,
    case
        when articles.published_on is not null then 'page' else hints.discovered_via
    end as published_from,
    articles.printed_on,
    articles.modified_at,

    -- lineage
    latest.captured_at,
    latest.source as captured_from,
    articles.capture_id,
    articles.body_sha256,
    articles.layout,
    articles.parser_version,
    articles.cleaning_rules,

    -- trust
    articles.evidence,
    articles.body_confidence,
    latest.is_complete,
    articles.part_number,
    articles.part_count,
    withdrawals.withdrawn_at::date as withdrawn_on

from staging.latest_articles as latest
inner join staging.article_texts as articles on latest.capture_id = articles.capture_id
left join authors on articles.capture_id = authors.capture_id
left join paragraph_counts on articles.capture_id = paragraph_counts.capture_id
left join filed on articles.capture_id = filed.capture_id
left join raw.listed_entities as countries on 'country/' || filed.country = countries.entity_id
left join staging.best_hints as hints on articles.url = hints.url
left join staging.withdrawals as withdrawals on latest.article_id = withdrawals.article_id
