-- Offices that listed people held, so that a person's page states them by date.
create table raw.listed_offices (
    entity_id varchar not null,
    office varchar not null,
    country varchar,
    body_id varchar,
    held_from date,
    held_until date
);
comment on table raw.listed_offices is 'One row per term of an office of a listed person: known_entities.yml and the list of terms of office.';
comment on column raw.listed_offices.entity_id is 'Person who held the office.';
comment on column raw.listed_offices.office is 'Name of the office in lower case, such as foreign minister.';
comment on column raw.listed_offices.country is 'Country of the office, ISO 3166 alpha-2; null if it is of a body.';
comment on column raw.listed_offices.body_id is 'Organisation of the office; null if it is of a country.';
comment on column raw.listed_offices.held_from is 'First day; null if unknown.';
comment on column raw.listed_offices.held_until is 'Day on which it ended, the first one no longer held; null if it did not end or is unknown.';
