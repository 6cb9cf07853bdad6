-- One row: articles, page captures, and how many captures are articles, rejected or unparsed.
select
    (select count(*) from staging.latest_articles) as articles,
    (
        select count(*) from raw.captures
        where purpose = 'page' and not is_revisit
    ) as page_captures,
    (select count(*) from staging.article_captures) as article_captures,
    (select count(*) from staging.rejections) as rejected_captures,
    (
        select count(*) from staging.page_captures
        where outcome is null
    ) as unparsed
