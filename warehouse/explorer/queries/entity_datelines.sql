-- One row per dateline of the articles in `found`, with the quotes of an entity; `DOHA` and `Doha` are one.
-- needs: entity_articles, entity_statements, articles
with quoted_in as (

    select
        article_id,
        count(*) as quote_count
    from entity_statements
    where entity_id = $entity_id and role = 'speaker' and statement_kind <> 'indirect'
    group by article_id

)

select
    coalesce(max(found.place), '') as place,
    count(*) as article_count,
    coalesce(sum(quoted_in.quote_count), 0)::bigint as quote_count
from found
left join quoted_in on found.article_id = quoted_in.article_id
group by upper(replace(found.place, '’', ''''))
order by quote_count desc, article_count desc, place asc
limit 14
