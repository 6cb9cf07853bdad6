create table raw.text_dates_with_decades (
    capture_id bigint not null,
    seq integer not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    date_kind varchar not null,
    happened_on date not null,
    check (date_kind in ('day', 'week', 'month', 'year', 'decade'))
);

insert into raw.text_dates_with_decades
select
    capture_id,
    seq,
    start_char,
    end_char,
    text,
    date_kind,
    happened_on
from raw.text_dates;

drop table raw.text_dates;

alter table raw.text_dates_with_decades rename to text_dates;

comment on table raw.text_dates is 'One row per capture and date named in its body.';
comment on column raw.text_dates.capture_id is 'Capture the article was read from.';
comment on column raw.text_dates.seq is 'Position in the text, from 0.';
comment on column raw.text_dates.start_char is 'First character, counted from 0 in the body.';
comment on column raw.text_dates.end_char is 'Character after the last.';
comment on column raw.text_dates.text is 'The date as printed.';
comment on column raw.text_dates.date_kind is 'How exact it is: day, week, month, year or decade.';
comment on column raw.text_dates.happened_on is 'First day meant, resolved against the day of publication.';
