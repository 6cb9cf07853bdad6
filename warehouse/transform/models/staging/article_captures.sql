-- One row per capture parsed as an article: the article, and values that rank its captures.
with

known as (

    select
        articles.capture_id,
        coalesce(moved.article_id, articles.article_id) as article_id,
        articles.article_id as address_id,
        articles.url,
        articles.part_number,
        captures.captured_at,
        captures.source,
        articles.post_id,
        articles.is_complete
        and cut.capture_id is null
        and not coalesce(
            regexp_matches(
                array_to_string(captures.flags, ' '),
                '(^| )(truncated|corrupt-end|warc-truncated|cdx-truncated|no-html-end)|-(differs|mismatch)( |$)'
                '|(^| )shorter-than-announced( |$)'
            ),
            false
        ) as is_complete,
        len(articles.evidence) > 0 as has_evidence,
        coalesce(list_contains(articles.evidence, 'paragraphs'), false) as has_paragraphs,
        late.capture_id is null as is_within_site_life,
        shared.capture_id is null as has_own_text,
        -- Feeds have neither tags nor changes; REST without embedded records has no names; AMP pages
        -- and print versions leave out parts of the page, and their URL is not that of the article; nor
        -- is that of a file.
        articles.layout <> 'feed'
        and not regexp_matches(articles.url, '/(amp|print|index\.(html?|php))/?$')
        and not coalesce(
            regexp_matches(
                captures.requested_url,
                '[?&](amp|(print[\w-]*|pdf|output|view|format|mode|layout|style|action)'
                '=(1|y|yes|on|true|print|printable|printer|amp|pdf)?)(&|$)'
            ),
            false
        )
        and (articles.layout <> 'rest' or authors.capture_id is not null) as has_all_fields
    from raw.articles as articles
    left join raw.captures as captures on articles.capture_id = captures.capture_id
    left join raw.capture_articles as moved on articles.capture_id = moved.capture_id
    left join raw.late_captures as late on articles.capture_id = late.capture_id
    left join raw.shared_texts as shared on articles.capture_id = shared.capture_id
    left join raw.cut_texts as cut on articles.capture_id = cut.capture_id
    left join raw.article_authors as authors
        on articles.capture_id = authors.capture_id and authors.seq = 0
    where not coalesce(shared.is_refused, false)

),

-- Captures of one instant are ranked by the length of their texts. Only these texts are read.
same_instant as (

    select known.capture_id
    from known
    qualify count(*) over (partition by known.article_id, known.captured_at) > 1

),

lengths as (

    select
        articles.capture_id,
        length(articles.body) as body_chars
    from raw.articles as articles
    semi join same_instant on articles.capture_id = same_instant.capture_id

)

select
    known.*,
    lengths.body_chars
from known
left join lengths on known.capture_id = lengths.capture_id
