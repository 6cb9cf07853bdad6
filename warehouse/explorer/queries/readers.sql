-- One row per version of parser and extractor that articles were read with.
-- needs: lineage
select
    parser_version,
    extractor,
    count(*) as article_count
from lineage
group by parser_version, extractor
order by article_count desc, parser_version asc
