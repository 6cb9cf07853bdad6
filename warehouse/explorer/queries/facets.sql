-- One row per value of a facet of the articles in `found`: the most frequent values of each facet.
-- needs: articles, article_authors, article_sections, entity_articles, entities
with

size as materialized (

    select 2 * (select count(*) from found) > (select count(*) from articles) as is_most

),

-- Of most articles, names are counted in the others, which is faster; the difference is exact.
counted as materialized (

    select found.article_id
    from found
    where not (select size.is_most from size)
    union all
    select articles.article_id
    from articles
    where
        (select size.is_most from size)
        and articles.article_id not in (select found.article_id from found)

),

named_in as (

    select
        entity_articles.entity_id,
        count(*) as article_count
    from entity_articles
    where entity_articles.article_id in (select counted.article_id from counted)
    group by entity_articles.entity_id

),

names as materialized (

    select
        entities.entity_type as facet,
        entities.entity_id as facet_value,
        entities.name as label,
        if(
            size.is_most,
            entities.article_count - coalesce(named_in.article_count, 0),
            named_in.article_count
        ) as article_count
    from entities
    cross join size
    left join named_in on entities.entity_id = named_in.entity_id
    where entities.entity_type in ('PER', 'LOC')

),

-- An article counts for its sections and for those above them, as in the filter by section.
sections as (

    select
        above.above_path as section_path,
        count(distinct article_sections.article_id) as article_count
    from found
    inner join article_sections on found.article_id = article_sections.article_id
    inner join sections_above as above on article_sections.section_path = above.section_path
    group by above.above_path

),

authors as (

    select
        article_authors.author_name,
        count(distinct article_authors.article_id) as article_count
    from article_authors
    where article_authors.article_id in (select found.article_id from found)
    group by article_authors.author_name

),

-- A limit for each facet is faster than one ranking of all names.
counts as (

    (
        select
            'section' as facet,
            section_path as facet_value,
            section_path as label,
            article_count
        from sections
        order by article_count desc, facet_value asc
        limit $max_values
    )
    union all
    (
        select
            'author' as facet,
            author_name as facet_value,
            author_name as label,
            article_count
        from authors
        order by article_count desc, facet_value asc
        limit $max_values
    )
    union all
    (
        select names.*
        from names
        where names.facet = 'PER' and names.article_count > 0
        order by names.article_count desc, names.facet_value asc
        limit $max_values
    )
    union all
    (
        select names.*
        from names
        where names.facet = 'LOC' and names.article_count > 0
        order by names.article_count desc, names.facet_value asc
        limit $max_values
    )

)

select
    counts.facet,
    counts.facet_value,
    counts.label,
    counts.article_count
from counts
order by counts.facet asc, counts.article_count desc, counts.facet_value asc
