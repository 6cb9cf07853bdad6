-- One row per quote in an article.
-- needs: quotes
select
    seq,
    start_char,
    end_char,
    text,
    speaker,
    speaker_kind,
    entity_id,
    cue
from quotes
where article_id = $article_id
order by seq
