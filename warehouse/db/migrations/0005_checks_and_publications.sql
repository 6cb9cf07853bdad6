create table raw.check_results (
    check_name varchar not null,
    severity varchar not null,
    description varchar not null,
    failing_count bigint not null,
    sample varchar[] not null,
    seconds double not null,
    checked_at timestamptz not null,
    check (severity in ('warn', 'stop')),
    check (failing_count >= 0)
);

create table raw.publications (
    stamp varchar not null,
    published_at timestamptz not null,
    run_id varchar,
    article_count bigint not null,
    mart_digests map (varchar, varchar) not null
);

create table raw.publication_changes (
    stamp varchar not null,
    mart_name varchar not null,
    cause varchar not null,
    added bigint not null,
    changed bigint not null,
    removed bigint not null
);

comment on table raw.check_results is 'One row per check of the marts, as it came out last.';
comment on column raw.check_results.check_name is 'Name of the check: its file in warehouse/checks, or keys.<mart>.';
comment on column raw.check_results.severity is 'warn, or stop: nothing is published while it fails.';
comment on column raw.check_results.description is 'What a failing row is.';
comment on column raw.check_results.failing_count is 'Rows that fail; 0 is good.';
comment on column raw.check_results.sample is 'Some of these rows, each as JSON.';
comment on column raw.check_results.seconds is 'How long the check took.';
comment on column raw.check_results.checked_at is 'When it was run.';

comment on table raw.publications is 'One row per snapshot published. The key is stamp.';
comment on column raw.publications.stamp is 'Time in the name of the file, UTC.';
comment on column raw.publications.published_at is 'When it was published.';
comment on column raw.publications.run_id is 'Run that published it.';
comment on column raw.publications.article_count is 'Articles in it.';
comment on column raw.publications.mart_digests is 'Digest of the SQL of every mart in it.';

comment on table raw.publication_changes is 'One row per publication, mart and cause: rows that differ from the publication before.';
comment on column raw.publication_changes.stamp is 'Publication.';
comment on column raw.publication_changes.mart_name is 'Mart whose rows are counted.';
comment on column raw.publication_changes.cause is 'content, parser, entities, discovery or model; several where one row counts over many articles.';
comment on column raw.publication_changes.added is 'Rows that were not there before.';
comment on column raw.publication_changes.changed is 'Rows with the same key and other values.';
comment on column raw.publication_changes.removed is 'Rows that are not there any more.';
