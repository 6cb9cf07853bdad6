alter table raw.events alter column actor_local_id drop not null;

comment on column raw.events.actor_local_id is 'Entity that acts, as resolved within the article; null when the text does not name it.';
