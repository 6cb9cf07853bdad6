create table raw.damaged_captures (
    capture_id bigint not null,
    found_at timestamptz not null,
    detail varchar not null
);

create table raw.verified_captures (
    capture_id bigint not null,
    verified_at timestamptz not null
);

create table raw.offered_pages (
    url varchar not null,
    run_id varchar not null
);

comment on table raw.offered_pages is 'One row per page without a complete article of which the latest discovery found a capture not seen before.';
comment on column raw.offered_pages.url is 'Canonical URL of the page; it is due whatever its status.';
comment on column raw.offered_pages.run_id is 'Run whose source offers the capture.';

comment on table raw.damaged_captures is 'One row per capture whose record in the store is missing, unreadable or not what was captured.';
comment on column raw.damaged_captures.capture_id is 'Capture that cannot be read.';
comment on column raw.damaged_captures.found_at is 'When that was found.';
comment on column raw.damaged_captures.detail is 'What is wrong with the record.';

comment on table raw.verified_captures is 'One row per capture that was compared with its digest since it was stored.';
comment on column raw.verified_captures.capture_id is 'Capture that was read back.';
comment on column raw.verified_captures.verified_at is 'When it was last compared.';
