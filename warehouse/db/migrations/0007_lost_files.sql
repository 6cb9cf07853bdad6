create table raw.lost_files (
    warc_file varchar not null,
    run_id varchar not null,
    found_at timestamptz not null
);

comment on table raw.lost_files is 'One row per WARC file that captures are indexed of and that is not in the store any more.';
comment on column raw.lost_files.warc_file is 'File that should be in the store.';
comment on column raw.lost_files.run_id is 'Run that missed it last.';
comment on column raw.lost_files.found_at is 'When it was missed last.';
