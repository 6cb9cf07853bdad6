create table raw.extractions (
    capture_id bigint not null,
    extractor varchar not null,
    text_sha256 varchar not null,
    run_id varchar not null
);

create table raw.mentions (
    capture_id bigint not null,
    seq integer not null,
    field varchar not null,
    paragraph_seq integer,
    sentence_seq integer not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    entity_type varchar not null,
    local_id varchar not null,
    name varchar not null,
    check (field in ('dateline', 'body', 'title', 'caption')),
    check (entity_type in ('PER', 'ORG', 'LOC', 'NORP'))
);

create table raw.quotes (
    capture_id bigint not null,
    seq integer not null,
    paragraph_seq integer,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    speaker varchar,
    speaker_kind varchar not null,
    local_id varchar,
    cue varchar,
    check (speaker_kind in ('named', 'role', 'unknown'))
);

create table raw.events (
    capture_id bigint not null,
    seq integer not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    verb varchar not null,
    cameo_root varchar not null,
    actor_local_id varchar not null,
    target_local_id varchar not null,
    happened_on date,
    place_id varchar
);

create table raw.text_dates (
    capture_id bigint not null,
    seq integer not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    date_kind varchar not null,
    happened_on date not null,
    check (date_kind in ('day', 'week', 'month', 'year'))
);

create table raw.listed_entities (
    entity_id varchar not null,
    entity_type varchar not null,
    name varchar not null,
    country varchar,
    latitude double,
    longitude double,
    wikidata_id varchar,
    geonames_id bigint
);

create table raw.resolved_ids (
    local_id varchar not null,
    entity_id varchar not null
);

create table raw.entity_merges (
    kept_id varchar not null,
    merged_id varchar not null,
    rule varchar not null,
    evidence varchar not null
);

create table raw.extraction_state (
    name varchar not null,
    value varchar not null
);

comment on table raw.extractions is 'One row per capture whose text was searched for entities: by what, and of which text.';
comment on column raw.extractions.capture_id is 'Capture the article was read from.';
comment on column raw.extractions.extractor is 'Backend, and a digest of the code version, model and lists it used.';
comment on column raw.extractions.text_sha256 is 'SHA-256 of title, dateline, body and captions as they were searched.';
comment on column raw.extractions.run_id is 'Run that did it.';

comment on table raw.mentions is 'One row per capture and name found in its text.';
comment on column raw.mentions.capture_id is 'Capture the article was read from.';
comment on column raw.mentions.seq is 'Position in the text, from 0.';
comment on column raw.mentions.field is 'Where it stands: dateline, body, title or caption.';
comment on column raw.mentions.paragraph_seq is 'Paragraph of the body, or picture of a caption, it stands in.';
comment on column raw.mentions.sentence_seq is 'Sentence of the text it stands in, from 0.';
comment on column raw.mentions.start_char is 'First character, counted from 0 in the field.';
comment on column raw.mentions.end_char is 'Character after the last.';
comment on column raw.mentions.text is 'The name as printed.';
comment on column raw.mentions.entity_type is 'PER, ORG, LOC, or NORP for nationalities and groups of people.';
comment on column raw.mentions.local_id is 'Entity, as the article alone resolves it.';
comment on column raw.mentions.name is 'Fullest form of the name in the article, or the listed one.';

comment on table raw.quotes is 'One row per capture and passage somebody is quoted with.';
comment on column raw.quotes.capture_id is 'Capture the article was read from.';
comment on column raw.quotes.seq is 'Position in the text, from 0.';
comment on column raw.quotes.paragraph_seq is 'Paragraph of the body it begins in.';
comment on column raw.quotes.start_char is 'First character inside the quotation marks, counted from 0 in the body.';
comment on column raw.quotes.end_char is 'Character after the last.';
comment on column raw.quotes.text is 'Words quoted, without the quotation marks.';
comment on column raw.quotes.speaker is 'Name of the speaker, or the role as printed; null when the text does not say.';
comment on column raw.quotes.speaker_kind is 'How the speaker is given: named, role or unknown.';
comment on column raw.quotes.local_id is 'Speaker, as the article alone resolves the name; null unless named.';
comment on column raw.quotes.cue is 'Verb or phrase that marks the speech.';

comment on table raw.events is 'One row per capture and event found in its body.';
comment on column raw.events.capture_id is 'Capture the article was read from.';
comment on column raw.events.seq is 'Position in the text, from 0.';
comment on column raw.events.start_char is 'First character, counted from 0 in the body.';
comment on column raw.events.end_char is 'Character after the last.';
comment on column raw.events.text is 'The words that say it.';
comment on column raw.events.verb is 'Verb of the event.';
comment on column raw.events.cameo_root is 'Two-digit root class of the verb in CAMEO.';
comment on column raw.events.actor_local_id is 'Who did it, as the article alone resolves the name.';
comment on column raw.events.target_local_id is 'To whom, as the article alone resolves the name.';
comment on column raw.events.happened_on is 'Day the text gives, resolved against the day of publication.';
comment on column raw.events.place_id is 'Place the text gives.';

comment on table raw.text_dates is 'One row per capture and date named in its body.';
comment on column raw.text_dates.capture_id is 'Capture the article was read from.';
comment on column raw.text_dates.seq is 'Position in the text, from 0.';
comment on column raw.text_dates.start_char is 'First character, counted from 0 in the body.';
comment on column raw.text_dates.end_char is 'Character after the last.';
comment on column raw.text_dates.text is 'The date as printed.';
comment on column raw.text_dates.date_kind is 'How exact it is: day, week, month or year.';
comment on column raw.text_dates.happened_on is 'First day meant, resolved against the day of publication.';

comment on table raw.listed_entities is 'One row per entity on the lists extraction uses: the gazetteer and known_entities.yml.';
comment on column raw.listed_entities.entity_id is 'Entity; the key.';
comment on column raw.listed_entities.entity_type is 'PER, ORG, LOC or NORP.';
comment on column raw.listed_entities.name is 'Name to show.';
comment on column raw.listed_entities.country is 'Country it belongs to, ISO 3166 alpha-2.';
comment on column raw.listed_entities.latitude is 'Degrees north.';
comment on column raw.listed_entities.longitude is 'Degrees east.';
comment on column raw.listed_entities.wikidata_id is 'Wikidata item.';
comment on column raw.listed_entities.geonames_id is 'GeoNames id.';

comment on table raw.resolved_ids is 'One row per article-level id of a person that means another entity in the whole corpus.';
comment on column raw.resolved_ids.local_id is 'Id within articles; the key.';
comment on column raw.resolved_ids.entity_id is 'Entity it is.';

comment on table raw.entity_merges is 'One row per id merged into another, and why.';
comment on column raw.entity_merges.kept_id is 'Entity that remains.';
comment on column raw.entity_merges.merged_id is 'Id that now means it.';
comment on column raw.entity_merges.rule is 'Rule that merged them.';
comment on column raw.entity_merges.evidence is 'What spoke for it.';

comment on table raw.extraction_state is 'One row per thing extraction remembers between runs.';
comment on column raw.extraction_state.name is 'What: lists (those in listed_entities), resolution (names last resolved).';
comment on column raw.extraction_state.value is 'Its version or digest.';
