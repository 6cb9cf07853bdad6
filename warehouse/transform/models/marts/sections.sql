-- One row per section.
-- unique_key: section_path
-- order_by: section_path
-- refresh: on_article_change
with

named as (

    select
        section_path,
        section_name,
        count(*) as uses
    from marts.article_sections
    group by all

),

usual_names as (

    select
        section_path,
        section_name
    from named
    qualify row_number() over (partition by section_path order by uses desc, section_name asc) = 1

),

counts as (

    select
        parts.section_path,
        count(distinct parts.article_id) as article_count,
        min(articles.published_on) as first_published_on,
        max(articles.published_on) as last_published_on
    from marts.article_sections as parts
    inner join marts.articles as articles on parts.article_id = articles.article_id
    group by parts.section_path

)

select
    counts.section_path,
    usual_names.section_name,
    nullif(regexp_replace(counts.section_path, '/?[^/]+$', ''), '') as parent_path,
    counts.article_count,
    counts.first_published_on,
    counts.last_published_on
from counts
inner join usual_names on counts.section_path = usual_names.section_path
