-- What a resolution of names found, so that the next one resolves only the names it concerns.
create table raw.resolved_names (
    name varchar not null,
    mention_count bigint not null,
    company varchar not null,
    own_id varchar not null,
    entity_id varchar not null,
    name_group varchar not null,
    blocks uinteger[] not null
);

create table raw.name_merges (
    kept_id varchar not null,
    merged_id varchar not null,
    rule varchar not null,
    evidence varchar not null,
    name_group varchar not null
);

comment on table raw.resolved_names is 'One row per name of a person as last resolved; a name is resolved again when a name of its group changes.';
comment on column raw.resolved_names.name is 'Name; the key.';
comment on column raw.resolved_names.mention_count is 'Mentions when it was resolved.';
comment on column raw.resolved_names.company is 'Digest of the names in the articles that name it.';
comment on column raw.resolved_names.own_id is 'Id made of the name alone.';
comment on column raw.resolved_names.entity_id is 'Id of the person among unlisted names.';
comment on column raw.resolved_names.name_group is 'Group of names that may influence each other: its smallest name, or the id of a listed person.';
comment on column raw.resolved_names.blocks is 'Digests of what the name shares with every name that may belong to its group.';

comment on table raw.name_merges is 'One row per id of a name that was merged into another; the reasons in entity_merges come from here.';
comment on column raw.name_merges.kept_id is 'Id that is kept.';
comment on column raw.name_merges.merged_id is 'Id that is merged into it.';
comment on column raw.name_merges.rule is 'Rule of the merge.';
comment on column raw.name_merges.evidence is 'The two names.';
comment on column raw.name_merges.name_group is 'Group of the names, see resolved_names.';
