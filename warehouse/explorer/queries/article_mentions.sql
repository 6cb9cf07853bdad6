-- One row per name in an article.
-- needs: mentions
select
    field,
    paragraph_seq,
    start_char,
    end_char,
    text,
    entity_type,
    entity_id,
    full_name as name
from mentions
where article_id = $article_id
order by seq
