-- One row per article whose current text this extractor has not processed, in stored order.
with

searched as (

    select
        extractions.capture_id,
        extractions.text_sha256
    from raw.extractions as extractions
    where extractions.extractor = $extractor

),

changed as (

    select digests.capture_id
    from staging.text_digests as digests
    semi join raw.changed_articles as changed_articles
        on digests.article_id = changed_articles.article_id
    inner join searched on digests.capture_id = searched.capture_id
    where digests.text_sha256 <> searched.text_sha256

),

due as (

    select latest.capture_id
    from staging.latest_articles as latest
    anti join searched on latest.capture_id = searched.capture_id
    union
    select changed.capture_id
    from changed

)

select
    digests.capture_id,
    digests.article_id,
    digests.published_on,
    digests.text_sha256
from staging.text_digests as digests
inner join raw.articles as articles on digests.capture_id = articles.capture_id
semi join due on digests.capture_id = due.capture_id
-- Rows that are adjacent in the file are read together, so a batch touches few row groups.
order by articles.rowid
