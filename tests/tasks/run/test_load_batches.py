from pathlib import Path

import duckdb
import pytest

from tasks.run.load_batches import CHECKPOINT_AFTER, checkpoint_after


@pytest.mark.parametrize(
    ("loaded", "is_written"), [(CHECKPOINT_AFTER, True), (CHECKPOINT_AFTER - 1, False)]
)
def test_only_a_large_part_is_written_into_the_file_at_once(
    tmp_path: Path, loaded: int, is_written: bool
) -> None:
    file = tmp_path / "loaded.duckdb"
    with duckdb.connect(file) as con:
        con.execute("create table pages as select 1 as page")

        checkpoint_after(con, loaded)

        log = file.with_name(f"{file.name}.wal")
        assert is_written == (not log.exists() or log.stat().st_size == 0)
