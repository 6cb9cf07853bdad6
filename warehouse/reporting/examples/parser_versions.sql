-- Which parser version, layout and extractor produced the rows?
select
    lineage.captured_from,
    lineage.layout,
    lineage.parser_version,
    lineage.extractor,
    count(*) as articles,
    min(lineage.captured_at) as first_captured_at,
    max(lineage.captured_at) as last_captured_at
from lineage
group by all
order by articles desc, lineage.layout asc
