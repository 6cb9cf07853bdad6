-- One row per section and its path or name, both in small letters, and per subsection of it.
select
    inside.section_path,
    lower(sections.section_path) as called_path,
    lower(sections.section_name) as called_name
from main.sections as inside
inner join main.sections as sections
    on
        inside.section_path = sections.section_path
        or starts_with(inside.section_path, sections.section_path || '/')
