-- One row per article and version of its text.
-- unique_key: article_id, version
-- order_by: article_id, version
-- materialized: incremental by article_id
-- part_rows: 25000
with

shown as (

    select
        known.article_id,
        articles.capture_id,
        articles.url,
        articles.title,
        articles.body_sha256,
        length(articles.body) as body_chars,
        articles.published_on,
        articles.modified_at,
        captures.captured_at,
        captures.source as captured_from
    from staging.article_captures as known
    inner join raw.articles as articles on known.capture_id = articles.capture_id
    left join raw.captures as captures on known.capture_id = captures.capture_id
    anti join raw.article_parts as parts on known.capture_id = parts.capture_id
    union all by name
    select
        split.* exclude (body),
        length(split.body) as body_chars
    from staging.split_versions as split

),

captured as (

    select
        shown.*,
        lag(shown.title) over page as former_title,
        lag(shown.body_sha256) over page as former_sha256,
        lag(shown.published_on) over page as former_day
    from shown
    window page as (
        partition by shown.article_id
        order by shown.captured_at nulls first, shown.capture_id
    )

),

marked as (

    select
        captured.*,
        captured.former_sha256 is null as is_first,
        (captured.title is distinct from captured.former_title) as has_new_title,
        (captured.body_sha256 is distinct from captured.former_sha256) as has_new_body,
        (captured.published_on is distinct from captured.former_day) as has_new_day
    from captured

),

numbered as (

    select
        marked.*,
        sum(
            case
                when marked.has_new_title or marked.has_new_body or marked.has_new_day then 1
                else 0
            end
        ) over (
            partition by marked.article_id
            order by marked.captured_at nulls first, marked.capture_id
        )::integer as version
    from marked

),

spans as (

    select
        numbered.article_id,
        numbered.version,
        min(numbered.captured_at) as first_captured_at,
        max(numbered.captured_at) as last_captured_at,
        count(*) as capture_count
    from numbered
    group by numbered.article_id, numbered.version

),

joined_texts as (

    select distinct
        split.article_id,
        split.body_sha256,
        split.body
    from staging.split_versions as split

)

select
    numbered.article_id,
    numbered.version,
    numbered.url,
    numbered.title,
    coalesce(joined_texts.body, articles.body) as body,
    numbered.published_on,
    numbered.body_sha256,
    numbered.body_chars,
    numbered.modified_at,
    case
        when numbered.is_first then []
        else list_filter(
            [
                case when numbered.has_new_title then 'title' end,
                case when numbered.has_new_body then 'body' end,
                case when numbered.has_new_day then 'published_on' end
            ],
            lambda field: field is not null
        )
    end as changed_fields,
    numbered.capture_id,
    numbered.captured_from,
    spans.first_captured_at,
    spans.last_captured_at,
    spans.capture_count
from numbered
inner join spans
    on numbered.article_id = spans.article_id and numbered.version = spans.version
-- Texts are joined last, since the windows above would keep all of them in memory.
inner join raw.articles as articles on numbered.capture_id = articles.capture_id
left join joined_texts
    on
        numbered.article_id = joined_texts.article_id
        and numbered.body_sha256 = joined_texts.body_sha256
where numbered.has_new_title or numbered.has_new_body or numbered.has_new_day
