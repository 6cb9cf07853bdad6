-- One row per snapshot published.
-- key: stamp
-- order: stamp
select
    publications.stamp,
    publications.published_at,
    publications.run_id,
    publications.article_count,
    publications.software_version
from raw.publications as publications
