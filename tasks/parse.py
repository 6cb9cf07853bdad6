"""Step 3 of 6: captures in, rows of articles and rejections out."""

from collections.abc import Iterator

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.articles.parse_captures import ParsedBatch


@task(task_run_name="parse-{batch_number}", cache_policy=NO_CACHE)
def parse_batch(begun: Iterator[ParsedBatch], batch_number: int) -> list[ParsedBatch]:
    """Parse a batch, or wait until it is; every capture ends as an article or as a rejection."""
    parts = list(begun)
    get_run_logger().info(
        "batch %d: %d articles, %d rejected",
        batch_number,
        sum(part.article_count for part in parts),
        sum(part.rejection_count for part in parts),
    )
    return parts
