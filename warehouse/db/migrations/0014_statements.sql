create table raw.statements (
    capture_id bigint not null,
    seq integer not null,
    paragraph_seq integer,
    statement_kind varchar not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    speaker varchar,
    speaker_kind varchar not null,
    local_id varchar,
    cue varchar,
    speaker_start_char integer,
    speaker_end_char integer,
    confidence double not null,
    check (statement_kind in ('direct', 'mixed', 'indirect', 'answer')),
    check (speaker_kind in ('named', 'role', 'unknown'))
);

-- Quotes of earlier versions stay until their articles are extracted again.
insert into raw.statements
select
    capture_id,
    seq,
    paragraph_seq,
    case when cue = 'interview' then 'answer' else 'direct' end as statement_kind,
    start_char,
    end_char,
    text,
    speaker,
    speaker_kind,
    local_id,
    cue,
    null as speaker_start_char,
    null as speaker_end_char,
    1.0 as confidence
from raw.quotes;

drop table raw.quotes;

comment on table raw.statements is 'One row per capture and statement: what somebody says, thinks or wants.';
comment on column raw.statements.capture_id is 'Capture the article was read from.';
comment on column raw.statements.seq is 'Position in the text, from 0.';
comment on column raw.statements.paragraph_seq is 'Paragraph of the body it begins in.';
comment on column raw.statements.statement_kind is 'direct (quoted sentence), mixed (quoted part of the reporter''s sentence), indirect (in the reporter''s words) or answer (of an interview).';
comment on column raw.statements.start_char is 'First character of the content, counted from 0 in the body; quotation marks are outside.';
comment on column raw.statements.end_char is 'Character after the last.';
comment on column raw.statements.text is 'The content, without quotation marks.';
comment on column raw.statements.speaker is 'Name of the speaker, or the role as printed; null when the text does not say.';
comment on column raw.statements.speaker_kind is 'How the speaker is given: named, role or unknown.';
comment on column raw.statements.local_id is 'Speaker, as the article alone resolves the name; null unless named.';
comment on column raw.statements.cue is 'Verb or phrase that marks the statement.';
comment on column raw.statements.speaker_start_char is 'First character of the words that name the speaker (he, the minister); null when there are none.';
comment on column raw.statements.speaker_end_char is 'Character after the last of these words.';
comment on column raw.statements.confidence is 'Share of such statements that are statements on outside texts, from 0 to 1; 1 for quotes and answers.';
