-- One row per capture of an article, with its text; of the first page of a split article the joined text.
-- materialized: ephemeral
select
    articles.*
    replace (
        coalesce(split.body, articles.body) as body,
        case when split.body is null then articles.body_sha256 else sha256(split.body) end
            as body_sha256,
        coalesce(articles.agency_credit, split.agency_credit) as agency_credit,
        coalesce(split.part_count, articles.part_count) as part_count
    )
from raw.articles as articles
left join staging.split_articles as split on articles.capture_id = split.capture_id
