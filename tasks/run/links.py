"""Links between plan, report and explorer."""

from prefect.settings import PREFECT_UI_URL

from tasks.reports.markdown import Links
from tasks.run.context import Run


def links_of(run: Run) -> Links:
    """Return the addresses of the pages that are running, as far as is known."""
    return Links(PREFECT_UI_URL.value() or "", run.explorer_url)
