-- One row per article-level id of a person and whom it is named with most often in one sentence.
with

pairs as (

    select
        one.local_id,
        other.local_id as companion_id,
        count(*) as times
    from named_in_articles as one
    inner join named_in_articles as other
        on
            one.capture_id = other.capture_id
            and one.sentence_seq = other.sentence_seq
            and one.local_id <> other.local_id
    where one.entity_type = 'PER' and one.local_id in (select wanted_ids.local_id from wanted_ids)
    group by one.local_id, other.local_id

),

nearest as (

    select
        pairs.local_id,
        pairs.companion_id
    from pairs
    qualify
        row_number() over (
            partition by pairs.local_id order by pairs.times desc, pairs.companion_id asc
        ) <= 20

)

select
    nearest.local_id,
    list(nearest.companion_id order by nearest.companion_id) as companions
from nearest
group by nearest.local_id
