-- One row: number of pages the selection excludes because their date or section is unknown.
select
    count(*) filter (where not $is_whole_archive and pages.known_on is null) as undated,
    count(*) filter (
        where
        len($sections::varchar[]) > 0
        and len(pages.section_names) = 0
        and ($is_whole_archive or pages.known_on between $since and $until)
    ) as unsectioned
from staging.pages as pages
where
    pages.status in ('pending', 'failed')
    and ($source::varchar is null or list_contains(pages.sources, $source))
