"""Tell the reader of a section that the archive does not have."""

from dataclasses import replace
from difflib import get_close_matches

from starlette.exceptions import HTTPException

from warehouse.explorer.filters import Filters
from warehouse.explorer.published_file import Snapshot
from warehouse.explorer.results.facets import read_sections

LEAST_ALIKE = 0.4


def with_section_checked(snapshot: Snapshot, filters: Filters) -> Filters:
    """Return the filters of a page, with a complaint if no article is in their section."""
    complaint = section_complaint(snapshot, filters.section)
    return replace(filters, complaints=(*filters.complaints, complaint)) if complaint else filters


def refuse_unknown_section(snapshot: Snapshot, filters: Filters) -> None:
    """Refuse a file of a section without articles.

    Raises:
        HTTPException: 400 with the nearest sections.
    """
    if complaint := section_complaint(snapshot, filters.section):
        raise HTTPException(400, complaint.rstrip("."))


def section_complaint(snapshot: Snapshot, section: str) -> str:
    """Return which section does not exist, and the nearest; empty if it exists or none is given."""
    paths = [row["section_path"] for row in read_sections(snapshot)]
    known = sorted({part for path in paths for part in (path, path.partition("/")[0])})
    if not section or section in known or any(path.startswith(f"{section}/") for path in paths):
        return ""
    near = get_close_matches(section.lower(), known, cutoff=LEAST_ALIKE) or known[:3]
    return f"The archive has no section “{section}”; nearest: {', '.join(near) or 'none'}."
