"""Print search results on the terminal."""

from rich.text import Text

from flows.cli.console import open_console
from tasks.reports.markdown import counted
from warehouse.search.find import Hit, SearchResult
from warehouse.search.snippets import Snippet


def show_hits(result: SearchResult) -> None:
    """Print search results with the search terms in bold."""
    console = open_console(highlight=False)
    for hit in result.hits:
        console.print(_marked(hit.title), style="underline", soft_wrap=True)
        console.print(_about(hit), style="dim", soft_wrap=True)
        console.print(_marked(hit.snippet))
        console.print()
    console.print(f"{counted(result.total, 'article')} found")


def _about(hit: Hit) -> str:
    return " · ".join(
        str(part) for part in (hit.published_on, hit.section_path, hit.author, hit.url) if part
    )


def _marked(snippet: Snippet) -> Text:
    text = Text(snippet.text)
    for first, end in snippet.marks:
        text.stylize("bold yellow", first, end)
    return text
