-- One row per value of a facet of the articles in `found`: the most frequent values of each facet.
-- needs: articles, article_authors, entity_articles, entities
with

-- An article counts for its section and for those above it, as in the filter by section.
sections_found as (

    select
        unnest(list_transform(
            range(1, len(string_split(articles.section_path, '/')) + 1),
            lambda depth: array_to_string(string_split(articles.section_path, '/')[1:depth], '/')
        )) as section_path
    from found
    inner join articles on found.article_id = articles.article_id

),

counts as (

    select
        'section' as facet,
        section_path as facet_value,
        section_path as label,
        count(*) as article_count
    from sections_found
    group by section_path
    union all
    select
        'author' as facet,
        article_authors.author_name as facet_value,
        article_authors.author_name as label,
        count(distinct found.article_id) as article_count
    from found
    inner join article_authors on found.article_id = article_authors.article_id
    group by article_authors.author_name
    union all
    select
        entities.entity_type as facet,
        entities.entity_id as facet_value,
        entities.name as label,
        named_in.article_count
    from (
        select
            entity_articles.entity_id,
            count(*) as article_count
        from entity_articles
        where entity_articles.article_id in (select found.article_id from found)
        group by entity_articles.entity_id
    ) as named_in
    inner join entities on named_in.entity_id = entities.entity_id
    where entities.entity_type in ('PER', 'LOC')

)

select
    counts.facet,
    counts.facet_value,
    counts.label,
    counts.article_count
from counts
qualify
    row_number() over (
        partition by counts.facet order by counts.article_count desc, counts.facet_value asc
    ) <= $max_values
order by counts.facet asc, counts.article_count desc, counts.facet_value asc
