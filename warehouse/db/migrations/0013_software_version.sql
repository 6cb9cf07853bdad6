alter table raw.publications add column software_version varchar;

comment on column raw.publications.software_version is 'Version and git commit of the software that published it; null before 0.2.0.';
