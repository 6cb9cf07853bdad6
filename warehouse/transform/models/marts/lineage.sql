-- One row per article: the captured bytes, and the versions of the code that processed them.
-- unique_key: article_id
-- order_by: article_id
-- materialized: incremental by article_id
with

capture_counts as (

    select
        captures.article_id,
        count(*) as capture_count
    from staging.article_captures as captures
    group by captures.article_id

)

select
    latest.article_id,
    articles.url,

    -- bytes
    articles.capture_id,
    captures.captured_at,
    captures.source as captured_from,
    captures.requested_url,
    captures.payload_sha256,
    captures.body_bytes,
    captures.warc_file,
    captures.warc_offset,
    captures.warc_length,
    captures.run_id as captured_by_run,
    capture_counts.capture_count,

    -- reading
    articles.layout,
    articles.parser_version,
    articles.cleaning_rules,
    texts.body_sha256,
    extractions.extractor,
    extractions.run_id as extracted_by_run

from staging.latest_articles as latest
inner join raw.articles as articles on latest.capture_id = articles.capture_id
inner join staging.article_texts as texts on latest.capture_id = texts.capture_id
inner join capture_counts on latest.article_id = capture_counts.article_id
left join raw.captures as captures on latest.capture_id = captures.capture_id
left join raw.extractions as extractions on latest.capture_id = extractions.capture_id
