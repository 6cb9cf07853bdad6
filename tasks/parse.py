"""Step 3 of 6: captures in, rows of articles and rejections out."""

from collections.abc import Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.articles.parse_captures import CaptureParser, ParsedBatch
from tasks.models import Capture


@task(task_run_name="parse-{batch_number}", cache_policy=NO_CACHE)
def parse_batch(
    parser: CaptureParser, captures: Sequence[Capture], batch_number: int
) -> list[ParsedBatch]:
    """Parse a batch; every capture ends as an article or as a rejection."""
    parts = list(parser.parse(captures))
    get_run_logger().info(
        "batch %d: %d articles, %d rejected",
        batch_number,
        sum(part.article_count for part in parts),
        sum(part.rejection_count for part in parts),
    )
    return parts
