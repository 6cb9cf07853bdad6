-- One row per article that is split over several pages: its text, joined in the order of the pages.
select
    parts.first_capture_id as capture_id,
    parts.article_id,
    max(parts.part_count) as part_count,
    count(*) as parts_there,
    bool_and(parts.is_complete) and count(*) = max(parts.part_count) as is_complete,
    string_agg(articles.body, chr(10) || chr(10) order by parts.part_number)
    filter (where not parts.is_repeated) as body,
    arg_min(articles.agency_credit, parts.part_number)
    filter (where articles.agency_credit is not null) as agency_credit
from staging.article_parts as parts
inner join raw.articles as articles on parts.capture_id = articles.capture_id
group by parts.first_capture_id, parts.article_id
