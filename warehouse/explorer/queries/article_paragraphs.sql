-- One row per block of an article's body.
-- needs: paragraphs
select
    seq,
    paragraph_kind,
    speaker,
    text
from paragraphs
where article_id = $article_id
order by seq
