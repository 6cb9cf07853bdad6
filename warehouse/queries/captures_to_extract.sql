-- One row per article whose text this extractor has not searched as it stands now, by day.
with

searched as (

    select
        extractions.capture_id,
        extractions.text_sha256
    from raw.extractions as extractions
    where extractions.extractor = $extractor

),

changed as (

    select texts.capture_id
    from staging.article_texts as texts
    semi join raw.changed_articles as changed_articles
        on texts.article_id = changed_articles.article_id
    inner join searched on texts.capture_id = searched.capture_id
    where texts.text_sha256 <> searched.text_sha256

),

due as (

    select latest.capture_id
    from staging.latest_articles as latest
    anti join searched on latest.capture_id = searched.capture_id
    union
    select changed.capture_id
    from changed

)

select articles.capture_id
from raw.articles as articles
semi join due on articles.capture_id = due.capture_id
order by articles.published_on nulls last, articles.capture_id
