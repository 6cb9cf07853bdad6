-- One row per page to request for a new capture: a file has one that is not stored, or the page has
-- no complete article and another file or web archive names it. A page of a file is copied even if
-- the article is complete: which capture is the best must not depend on the order of the files.
select distinct
    frontier.url,
    $run_id as run_id
from raw.frontier as frontier
semi join batch_newly_captured as batch on frontier.url = batch.url
where frontier.status in ('captured', 'gone', 'failed')
union
select distinct
    batch.url,
    $run_id as run_id
from batch_candidates as batch
inner join raw.runs as runs on runs.run_id = $run_id and coalesce(batch.source, runs.source) <> 'live'
inner join raw.frontier as frontier on batch.url = frontier.url
left join raw.candidates as known
    on
        batch.url = known.url
        and batch.discovered_via = known.discovered_via
        and batch.listed_on = known.listed_on
where
    -- A file that names a page which another one lacked has it, whatever the name of the file.
    (known.url is null or frontier.failure_class = 'absent')
    and batch.discovered_via = coalesce(batch.source, runs.source)
    and frontier.status in ('captured', 'gone', 'failed')
    and batch.url not in (
        select articles.url
        from staging.article_captures as articles
        where
            articles.is_complete
            and articles.has_evidence
            and articles.has_paragraphs
            and articles.has_own_text
            and articles.is_within_site_life
    )
    and coalesce(frontier.last_capture_id not in (
        select rejections.capture_id
        from staging.rejections as rejections
        where rejections.is_expected and rejections.reason not in ('not_found', 'soft_not_found')
    ), true)
