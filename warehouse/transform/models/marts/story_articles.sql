-- One row per article of a story: two or more articles on the same matter within days of each other.
-- unique_key: article_id
-- order_by: story_id, position, article_id
-- refresh: on_article_change
--
-- An article continues the earlier article that is most like it, at most 7 days before: the cosine
-- of their rare names, and rare words of title and lead, weighted by rarity. It must reach 0.16,
-- and they must share a name and one more name or word. What occurs in more than 2 % of the articles,
-- or in more than 60 articles of a week, does not count, which bounds the number of pairs.
-- An article and its near copies alone are not a story.
with recursive

dated as (

    select
        articles.article_id,
        articles.published_on,
        (articles.published_on - date '2000-01-01') // 7 as week
    from marts.articles as articles
    where articles.published_on is not null

),

totals as (

    select
        count(*) as article_count,
        greatest(20, 0.02 * count(*)) as most
    from dated

),

words as (

    select
        texts.article_id,
        unnest(texts.words) as feature
    from intermediate.article_words as texts

),

entity_words as (

    select
        entities.entity_id,
        md5_number_lower(
            regexp_replace(
                unnest(regexp_extract_all(lower(strip_accents(entities.name)), '\p{L}{4,}')),
                's$',
                ''
            )
        ) as feature
    from marts.entities as entities

),

name_words as (

    select
        named.article_id,
        entity_words.feature
    from marts.entity_articles as named
    inner join entity_words on named.entity_id = entity_words.entity_id

),

used as (

    select
        named.article_id,
        hash(named.entity_id) as feature,
        true as is_name
    from marts.entity_articles as named
    inner join marts.entities as entities on named.entity_id = entities.entity_id
    where entities.entity_type <> 'NORP' and entities.entity_id <> 'org/asharq-al-awsat'
    union all
    select
        words.article_id,
        words.feature,
        false as is_name
    from words
    -- A name counts once, not again by its words.
    anti join name_words
        on words.article_id = name_words.article_id and words.feature = name_words.feature

),

rare as (

    select
        used.feature,
        bool_or(used.is_name) as is_name,
        ln(1 + max(totals.article_count) / count(*)) ** 2 as weight
    from used
    cross join totals
    group by used.feature
    having count(*) <= max(totals.most)

),

features as materialized (

    select
        used.article_id,
        dated.published_on,
        dated.week,
        used.feature,
        rare.is_name,
        rare.weight
    from used
    inner join rare on used.feature = rare.feature
    inner join dated on used.article_id = dated.article_id
    qualify count(*) over (partition by rare.feature, dated.week) <= 60

),

lengths as (

    select
        features.article_id,
        sqrt(sum(features.weight)) as length
    from features
    group by features.article_id

),

pairs as (

    select
        later.article_id,
        earlier.article_id as continues_id,
        sum(later.weight) as shared_weight,
        count(*) filter (where later.is_name) as shared_names,
        count(*) as shared_count
    from features as later
    inner join (
        select
            features.*,
            unnest([features.week, features.week + 1]) as later_week
        from features
    ) as earlier
        on
            later.feature = earlier.feature
            and later.week = earlier.later_week
            and later.published_on - earlier.published_on between 0 and 7
            and (earlier.published_on, earlier.article_id) < (later.published_on, later.article_id)
    group by later.article_id, earlier.article_id
    having shared_names >= 1 and shared_count >= 2

),

scored as (

    select
        pairs.article_id,
        pairs.continues_id,
        later.published_on - earlier.published_on as days_later,
        pairs.shared_weight / (later_length.length * earlier_length.length) as score
    from pairs
    inner join lengths as later_length on pairs.article_id = later_length.article_id
    inner join lengths as earlier_length on pairs.continues_id = earlier_length.article_id
    inner join dated as later on pairs.article_id = later.article_id
    inner join dated as earlier on pairs.continues_id = earlier.article_id

),

links as materialized (

    select scored.*
    from scored
    where scored.score >= 0.16
    qualify
        row_number() over (
            partition by scored.article_id
            order by round(scored.score, 6) desc, scored.days_later asc, scored.continues_id asc
        ) = 1

),

walked as (

    select distinct
        links.continues_id as article_id,
        links.continues_id as story_id
    from links
    where links.continues_id not in (select followers.article_id from links as followers)
    union all
    select
        links.article_id,
        walked.story_id
    from walked
    inner join links on walked.article_id = links.continues_id

)

select
    walked.article_id,
    walked.story_id,
    dated.published_on,
    row_number() over (
        partition by walked.story_id
        order by dated.published_on, walked.article_id <> walked.story_id, walked.article_id
    ) as position,
    count(*) over (partition by walked.story_id) as story_size,
    links.continues_id,
    links.days_later,
    round(links.score, 4) as score
from walked
inner join dated on walked.article_id = dated.article_id
left join links on walked.article_id = links.article_id
left join marts.duplicates as copies on walked.article_id = copies.article_id
qualify count(distinct coalesce(copies.canonical_id, walked.article_id)) over (partition by walked.story_id) > 1
