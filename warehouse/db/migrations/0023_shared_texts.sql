create table raw.shared_texts (
    capture_id bigint not null,
    addresses integer not null,
    is_refused boolean not null
);

comment on table raw.shared_texts is 'One row per capture with a text that its host serves at many URLs.';
comment on column raw.shared_texts.capture_id is 'Capture with that text.';
comment on column raw.shared_texts.addresses is 'Number of URLs of the host with that text; versions of one slug (-2, -3) count once.';
comment on column raw.shared_texts.is_refused is 'Whether the capture is an answer for something else, and so not an article.';
