create schema if not exists raw;

create table raw.schema_migrations (
    version integer not null,
    name varchar not null,
    sha256 varchar not null,
    applied_at timestamptz not null default now()
);

comment on table raw.schema_migrations is 'One row per migration file applied to this warehouse.';
comment on column raw.schema_migrations.version is 'Number the file name starts with.';
comment on column raw.schema_migrations.name is 'File name in warehouse/db/migrations.';
comment on column raw.schema_migrations.sha256 is 'Digest of the file as applied; it may not change.';
comment on column raw.schema_migrations.applied_at is 'When it was applied (UTC).';
