-- The sex of people, so that an analyst can count women and men. The next run loads the lists again.
alter table raw.listed_entities add column sex varchar;
comment on column raw.listed_entities.sex is 'female or male, as Wikidata states it of a listed person; null if it states neither.';
delete from raw.extraction_state
where name = 'lists';
