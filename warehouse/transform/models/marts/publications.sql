-- One row per snapshot published.
-- key: stamp
-- order: stamp
select
    publications.stamp,
    publications.published_at,
    publications.run_id,
    publications.article_count
from raw.publications as publications
