create table raw.cut_texts (
    capture_id bigint not null
);

comment on table raw.cut_texts is 'One row per capture that shows only the beginning of a text that another capture of its article shows.';
comment on column raw.cut_texts.capture_id is 'Capture with the beginning of the text.';
