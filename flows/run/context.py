"""Turn settings and a request into the values the steps of a run need."""

from datetime import UTC, datetime

from flows.run.run_request import AS_SET, Mode, RunRequest
from flows.settings import Settings
from tasks.run.context import Before, Run, Selection, SourceOptions
from tasks.sources.registry import find_source
from tasks.sources.source import Content, SourceKind


def make_run(run_id: str, request: RunRequest, settings: Settings, before: Before) -> Run:
    """Return the run of a request; `before` has the counts from before the run."""
    return Run(
        run_id=run_id,
        home=settings.home,
        warehouse=settings.warehouse,
        source=_source(request, settings),
        selection=_selection(request, settings),
        content=_content(request, settings),
        disagreement_budget=settings.disagreement_budget,
        only_changes=request.only_changes,
        is_plan=request.dry_run,
        batch_pages=settings.batch_pages,
        runner=settings.runner_of_batches,
        entities_backend=settings.entities_backend,
        host_ends=settings.host_ends,
        publications_kept=settings.publications_kept,
        publish_to=settings.publish_to,
        explorer_url=settings.explorer_url,
        before=before,
    )


def _source(request: RunRequest, settings: Settings) -> SourceOptions:
    return SourceOptions(
        find_source(request.source),
        site=settings.site,
        crawl_policy=settings.crawl_policy,
        path=request.path,
        settings=settings.of_sources,
        folder=settings.home / "archives",
    )


def _content(request: RunRequest, settings: Settings) -> Content:
    return settings.content if request.content == AS_SET else Content(request.content)


def _selection(request: RunRequest, settings: Settings) -> Selection:
    content = _content(request, settings)
    reads_pages = content is Content.PAGES or (
        content is Content.API_FIRST and request.only_changes
    )
    names_its_pages = find_source(request.source).kind is not SourceKind.SITE
    return Selection(
        since=request.since,
        until=request.until,
        sections=request.sections,
        mode=request.mode,
        max_pages=request.max_pages,
        now=datetime.now(UTC),
        pages_of_posts=reads_pages or request.mode is Mode.REFETCH,
        checked_posts=settings.checked_posts,
        # Any page can be requested from the site; other sources have only the pages they listed.
        source=request.source if names_its_pages and request.mode is not Mode.REPARSE else None,
    )
