-- Relatives of people on the lists, so that a person's page states them.
create table raw.listed_kin (
    entity_id varchar not null,
    relation varchar not null,
    relative_id varchar not null,
    relative_name varchar not null
);
comment on table raw.listed_kin is 'One row per relative of a listed person, from the side of both; statements of Wikidata.';
comment on column raw.listed_kin.entity_id is 'Person.';
comment on column raw.listed_kin.relation is 'What the relative is to the person: father, mother, parent, child, sibling, spouse, relative.';
comment on column raw.listed_kin.relative_id is 'Relative; the id of the lists, or that of the name.';
comment on column raw.listed_kin.relative_name is 'Name of the relative as Wikidata writes it.';
