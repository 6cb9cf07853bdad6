-- Spellings of the listed entities, so that search knows those that no article uses.
alter table raw.listed_entities add column names varchar[];
comment on column raw.listed_entities.names is 'All spellings on the lists, the display name first; null if loaded before 0.2.0.';
