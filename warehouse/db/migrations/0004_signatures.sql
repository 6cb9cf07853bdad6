create table raw.text_signatures (
    body_sha256 varchar not null,
    version varchar not null,
    band_keys uinteger[] not null
);

create table raw.text_pairs (
    text_a varchar not null,
    text_b varchar not null,
    version varchar not null,
    shared double not null,
    contained double not null,
    same_facts double not null,
    check (text_a < text_b),
    check (shared between 0 and 1)
);

create table raw.text_groups (
    body_sha256 varchar not null,
    group_sha256 varchar not null
);

comment on table raw.text_signatures is 'One row per article text long enough to compare: keys that texts alike have in common.';
comment on column raw.text_signatures.body_sha256 is 'SHA-256 of the body.';
comment on column raw.text_signatures.version is 'Version of the way signatures are made and texts compared.';
comment on column raw.text_signatures.band_keys is 'One key per band of the MinHash; texts with a key in common are compared word by word.';

comment on table raw.text_pairs is 'One row per two texts that share runs of words, compared word by word.';
comment on column raw.text_pairs.text_a is 'SHA-256 of the one body; the smaller.';
comment on column raw.text_pairs.text_b is 'SHA-256 of the other body.';
comment on column raw.text_pairs.version is 'Version of the way texts are compared.';
comment on column raw.text_pairs.shared is 'Runs of five words both have, as a share of all they have together (Jaccard).';
comment on column raw.text_pairs.contained is 'Runs of five words both have, as a share of those of the shorter.';
comment on column raw.text_pairs.same_facts is 'Names and numbers both have, as a share of those of the text with fewer.';

comment on table raw.text_groups is 'One row per current text that is a near copy of another current text.';
comment on column raw.text_groups.body_sha256 is 'SHA-256 of the body.';
comment on column raw.text_groups.group_sha256 is 'Smallest SHA-256 of the texts linked with it, directly or through others.';
