-- One row per section with the path or name $section, and per subsection of it.
select sections.section_path
from sections
where
    exists (
        select 1
        from sections as named
        where
            (
                named.section_path = lower($section)
                or lower(named.section_name) = lower($section)
            )
            and (
                sections.section_path = named.section_path
                or starts_with(sections.section_path, named.section_path || '/')
            )
    )
order by sections.section_path
