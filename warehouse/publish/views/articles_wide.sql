-- One row per article, with its authors, tags, names, number of quotes, and copy it may be.
with

authors as (

    select
        article_authors.article_id,
        list(article_authors.author_name order by article_authors.seq) as authors
    from article_authors
    group by article_authors.article_id

),

tags as (

    select
        article_tags.article_id,
        list(article_tags.tag_name order by article_tags.seq) as tags
    from article_tags
    group by article_tags.article_id

),

named as (

    select
        mentions.article_id,
        list_sort(list(distinct entities.name) filter (where mentions.entity_type = 'PER')) as people,
        list_sort(list(distinct entities.name) filter (where mentions.entity_type = 'ORG'))
            as organisations,
        list_sort(list(distinct entities.name) filter (where mentions.entity_type = 'LOC')) as places
    from mentions
    inner join entities on mentions.entity_id = entities.entity_id
    where mentions.field <> 'caption'
    group by mentions.article_id

),

quoted as (

    select
        quotes.article_id,
        count(*) as quote_count
    from quotes
    group by quotes.article_id

)

select
    articles.*,
    coalesce(authors.authors, []) as authors,
    coalesce(tags.tags, []) as tags,
    coalesce(named.people, []) as people,
    coalesce(named.organisations, []) as organisations,
    coalesce(named.places, []) as places,
    coalesce(quoted.quote_count, 0) as quote_count,
    duplicates.canonical_id,
    duplicates.duplicate_kind
from articles
left join authors on articles.article_id = authors.article_id
left join tags on articles.article_id = tags.article_id
left join named on articles.article_id = named.article_id
left join quoted on articles.article_id = quoted.article_id
left join duplicates on articles.article_id = duplicates.article_id
