-- The tables of a publication that follow from its articles, mentions and quotes.
alter table mentions add column full_name varchar;
alter table captures add column item varchar;
update mentions set full_name = listed.name from listed where listed.entity_id = mentions.entity_id;

create table sections as
select section_path, if(section_path = 'news-middle-east', 'Middle East', null) as section_name, count(*) as article_count,
    min(published_on) as first_published_on, max(published_on) as last_published_on
from articles group by all;

create table entities as
select
    listed.entity_id, listed.entity_type, listed.name,
    list_sort(list(distinct mentions.text)) as aliases,
    listed.country, listed.latitude, listed.longitude,
    null::varchar as sex, null::varchar as wikidata_id, null::bigint as geonames_id,
    min(mentions.published_on) as first_published_on, max(mentions.published_on) as last_published_on,
    count(distinct mentions.article_id) as article_count, count(*) as mention_count
from listed inner join mentions using (entity_id)
where mentions.field <> 'caption'
group by all order by entity_id;

create table entity_articles as
select entity_id, article_id, published_on, count(*) as mention_count, histogram(text) as spellings
from mentions where field <> 'caption' group by all order by entity_id, published_on, article_id;

create table entity_days as
select entity_id, published_on, count(distinct article_id) as article_count, count(*) as mention_count
from mentions where field <> 'caption' group by all order by entity_id, published_on;

create table entity_pairs as
with present as (select distinct article_id, entity_id from mentions where field <> 'caption')
select
    a.entity_id as entity_id, b.entity_id as neighbour_id,
    count(*) // 3 as sentence_count, count(*) // 2 as paragraph_count, count(*) as article_count,
    0.5::double as pmi
from present as a inner join present as b on a.article_id = b.article_id and a.entity_id < b.entity_id
group by all order by all;

create table entity_merges as
select 'person/samir-al-karmi' as entity_id, 'person/sameer-karmi' as merged_id,
    'same name, other transliteration' as rule, 'Sameer Karmi ~ Samir al-Karmi, both port director' as evidence;

create table entity_offices as
select 'person/samir-al-karmi' as entity_id, unnest(['port director', 'harbour minister']) as office,
    'country/IQ' as office_of_id, 'Iraq' as office_of_name,
    unnest([date '2006-01-01', date '2011-03-04']) as held_from, unnest([date '2011-03-04', null]) as held_until
union all
select 'person/samir-al-karmi', 'chair', 'org/dockers-union', 'Dockers Union', date '2001-01-01', date '2005-06-01';

create table entity_kin as
select 'person/samir-al-karmi' as entity_id, 'father' as relation, 'person/nobody-here' as relative_id,
    'Walid al-Karmi' as relative_name
union all
select 'person/samir-al-karmi', 'sibling', arg_max(entity_id, article_count), arg_max(name, article_count)
from entities where entity_type = 'PER' and entity_id <> 'person/samir-al-karmi';

create table events as
select article_id, published_on, seq, start_char, end_char, text, 'meet' as verb, '04' as cameo_root,
    entity_id as actor_id, 'country/IQ' as target_id, published_on as happened_on, place_id
from mentions
left join (select article_id, min(entity_id) as place_id from mentions where field = 'dateline' group by article_id) using (article_id)
where field = 'body' and entity_type = 'PER' and seq % 9 = 0;

create table statements as
select article_id, published_on, seq, paragraph_seq, 'direct' as statement_kind, start_char, end_char, text, cue, speaker,
    speaker_kind, entity_id, 0.9 as confidence from quotes
union all by name
select article_id, published_on, 200 + seq as seq, 'mixed' as statement_kind, 'The port “must open” soon.' as text,
    'said' as cue, entity_id, 0.97 as confidence from quotes where entity_id is not null
union all by name
select article_id, published_on, 100 + seq as seq, 'indirect' as statement_kind, 'The port will open, <i>he</i> said.' as text,
    'said' as cue, entity_id, 0.88 as confidence from quotes where entity_id is not null;

create table entity_statements as
select entity_id, 'speaker' as role, article_id, seq, published_on, statement_kind, entity_id as speaker_id
from statements where entity_id is not null
union all
select distinct mentions.entity_id, 'named', statements.article_id, statements.seq, statements.published_on,
    statement_kind, statements.entity_id
from statements inner join mentions on mentions.article_id = statements.article_id
    and mentions.start_char between statements.start_char and statements.end_char
where field = 'body' and mentions.entity_id is distinct from statements.entity_id;

drop table listed;

create table article_sections as
select article_id, 0 as seq, section_path, section_path as section_name from articles;

-- The ledger: everything expected is loaded, but for the month with holes.
create table coverage as
with

months as (select range::date as month from range(date '2005-09-01', date '2017-11-01', interval 1 month)),

loaded as (
    select date_trunc('month', published_on)::date as month, section, count(*) as loaded
    from articles where published_on is not null group by all
),

cells as (
    select months.month, sections.section, coalesce(loaded.loaded, 0) as loaded,
        if(months.month = date '2011-06-01', 3 + 2 * coalesce(loaded.loaded, 0), 0) as missing
    from months cross join (select distinct section from articles) as sections
    left join loaded on months.month = loaded.month and sections.section = loaded.section
    union all
    select null, null, 0, 2
)

select
    month, section, loaded + missing as discovered, loaded, 0 as no_article,
    loaded + missing as expected, missing,
    if(missing > 0, map {'not_fetched: HTTP 503': missing, 'no_article: listing': 9}, map()) as reasons
from cells;

create table coverage_counts as
select 'X-WP-Total' as denominator, '2011-06' as scope, 'rest' as stated_by,
    40 as expected_count, 40 as known_count, 12 as article_count, 28 as missing_count;

create table article_addresses as
select article_id, url, true as is_current from articles;

create table article_authors as
select article_id, 0 as seq, if(author = 'A Made-up Reporter', 'made-up', 'evil') as author_id, author as author_name, null::varchar as author_slug from articles;

create table authors as
select author_id, author_name, count(*) as article_count,
    min(published_on) as first_published_on, max(published_on) as last_published_on
from article_authors inner join articles using (article_id) group by all;

create table article_tags as
select article_id, 0 as seq, 'made-up-' || section as tag_slug, 'Made up: ' || section as tag_name from articles;

create table tags as
select tag_slug, tag_name, count(*) as article_count,
    min(published_on) as first_published_on, max(published_on) as last_published_on
from article_tags inner join articles using (article_id) group by all;

create table rejections as
select 1::bigint as capture_id, '' as url, 'listing' as reason, 'a listing' as detail, now() as captured_at;

create table lineage as
select
    articles.article_id, articles.capture_id, articles.captured_at, articles.captured_from, captures.payload_sha256, captures.warc_file,
    captures.warc_offset, captures.run_id as captured_by_run, captures.url as requested_url, articles.layout, articles.parser_version,
    articles.cleaning_rules, articles.body_sha256, 'crf' as extractor
from articles inner join captures on articles.capture_id = captures.capture_id;

-- The first article with a known id was changed once.
create table article_versions as
select 7000001::bigint as article_id, unnest([1, 2]) as version, unnest(['A Title', 'A New Title']) as title, 2000 as body_chars,
    unnest(['The port opens on Monday.' || chr(10) || chr(10) || 'A <b>bold</b> claim.',
        'The port opens on Sunday.' || chr(10) || chr(10) || 'A <b>bold</b> claim.' || chr(10) || chr(10) || 'One more line.']) as body,
    date '2009-03-01' as published_on,
    unnest([[], ['title', 'body']]) as changed_fields, 'sample' as captured_from,
    timestamptz '2026-01-10 02:15:00+00' as first_captured_at, timestamptz '2026-01-10 02:15:00+00' as last_captured_at,
    1 as capture_count;

comment on table articles is 'One row per article';

create table duplicates as
select 7000900::bigint as article_id, 7000002::bigint as canonical_id, 'repost' as duplicate_kind, 0.97::double as score;

create table story_articles as
select article_id, 7000001::bigint as story_id, published_on, row_number() over (order by article_id) as position,
    3 as story_size, if(article_id = 7000001, null, article_id - 1) as continues_id, 2 as days_later, 0.4 as score
from (select * from articles where article_id >= 7000001 and published_on is not null order by article_id limit 3);

create table check_results as
select
    'articles_have_titles' as check_name, 'stop' as severity, 'Every article has a title' as description,
    true as has_passed, 0::bigint as failing_count, null::varchar as failing_sample,
    timestamptz '2017-11-01 00:00:00Z' as checked_at;
