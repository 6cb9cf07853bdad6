-- One row per capture that shows only the beginning of its article: its page has a mark of a cut (a
-- wall, "read more", an unfinished sentence), and another capture continues after the same words.
-- Only articles that have changed are compared.
with

named as (

    select
        articles.capture_id,
        coalesce(moved.article_id, articles.article_id) as article_id,
        articles.body_sha256,
        coalesce(list_contains(articles.evidence, 'cut'), false) as may_be_cut
    from raw.articles as articles
    left join raw.capture_articles as moved on articles.capture_id = moved.capture_id
    -- The first page of a split article is the beginning of its text, too.
    where coalesce(articles.part_count, 1) = 1

),

-- Only pages with several texts are compared; few have them.
several as (

    select named.article_id
    from named
    semi join raw.changed_articles as changed on named.article_id = changed.article_id
    group by named.article_id
    having bool_or(named.may_be_cut) and min(named.body_sha256) <> max(named.body_sha256)

),

texts as (

    select
        named.*,
        articles.body,
        length(articles.body) as chars
    from named
    semi join several on named.article_id = several.article_id
    inner join raw.articles as articles on named.capture_id = articles.capture_id

),

pairs as (

    select
        cut.capture_id,
        cut.body as cut_body,
        whole.body[:cut.chars * 2] as whole_body
    from texts as cut
    inner join texts as whole
        on
            cut.article_id = whole.article_id
            -- Lines that another copy of the page has below the text make it longer, but not by half.
            and whole.chars >= 1.5 * cut.chars
    where cut.may_be_cut

)

select distinct pairs.capture_id
from pairs
-- An excerpt has neither the line breaks of the text nor its last full stop.
where
    starts_with(
        regexp_replace(pairs.whole_body, '[^\p{L}\p{N}]+', '', 'g'),
        regexp_replace(pairs.cut_body, '[^\p{L}\p{N}]+', '', 'g')
    )
