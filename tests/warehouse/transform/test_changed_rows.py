from pathlib import Path

from warehouse.db.connect import open_warehouse
from warehouse.db.read_models import read_models
from warehouse.transform.changed_rows import stage_shared_views


def test_a_view_that_one_shared_view_reads_is_not_stored(tmp_path: Path) -> None:
    counted = [one for one in read_models("marts") if one.name in ("coverage", "coverage_counts")]

    with open_warehouse(tmp_path / "warehouse.duckdb") as con:
        shared = stage_shared_views(con, counted)

    assert "staging.page_outcomes" in shared
    assert "staging.pages" not in shared


def test_a_view_that_one_model_reads_twice_is_evaluated_once(tmp_path: Path) -> None:
    [versions] = [model for model in read_models("marts") if model.name == "article_versions"]

    with open_warehouse(tmp_path / "warehouse.duckdb") as con:
        shared = stage_shared_views(con, [versions])
        rows = con.execute(f"from {shared['staging.split_versions']}").fetchall()

    assert not rows
