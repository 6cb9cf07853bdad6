-- One row per pair of texts that share a key, at least one of them new.
with

keys as (

    select
        signatures.body_sha256,
        unnest(range(len(signatures.band_keys))) as band,
        unnest(signatures.band_keys) as band_key,
        signatures.body_sha256 in (select texts.body_sha256 from new_texts as texts) as is_new
    from raw.text_signatures as signatures

),

new_keys as (

    select distinct
        keys.band,
        keys.band_key
    from keys
    where keys.is_new

),

buckets as (

    select
        keys.*,
        count(*) over (partition by keys.band, keys.band_key) as bucket_size
    from keys
    semi join new_keys on keys.band = new_keys.band and keys.band_key = new_keys.band_key

),

shared as (

    select buckets.*
    from buckets
    where buckets.bucket_size between 2 and $largest_bucket

),

pairs as (

    select distinct
        one.body_sha256 as text_a,
        other.body_sha256 as text_b
    from shared as one
    inner join shared as other
        on
            one.band = other.band
            and one.band_key = other.band_key
            and one.body_sha256 < other.body_sha256
    where one.is_new or other.is_new

),

places as (

    select
        articles.body_sha256,
        min(articles.place) as place
    from current_articles as articles
    group by articles.body_sha256

)

select
    pairs.text_a,
    pairs.text_b,
    one.place as place_a,
    other.place as place_b
from pairs
inner join places as one on pairs.text_a = one.body_sha256
inner join places as other on pairs.text_b = other.body_sha256
order by pairs.text_a, pairs.text_b
