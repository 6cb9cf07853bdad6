"""Load Parquet files into DuckDB with dlt; run by bench_dlt in dlt's own environment.

    python load_with_dlt.py FOLDER

FOLDER holds `<table>.parquet` and `keys.json` (primary key columns by table). Prints as JSON the CPU
seconds of an append, of a merge into empty tables and of the same merge once more.
"""

import json
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

import dlt  # type: ignore[import-not-found]
import pyarrow.parquet as pq


def main(folder: Path) -> None:
    keys = json.loads((folder / "keys.json").read_text())
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in keys}
    seconds = {
        "append": _load(folder, "append", tables, keys),
        "merge": _load(folder, "merge", tables, keys),
        "merge again": _load(folder, "merge", tables, keys),
    }
    print(json.dumps({"version": version("dlt"), "seconds": seconds}))


def _load(folder: Path, way: str, tables: dict[str, Any], keys: dict[str, list[str]]) -> float:
    pipeline = dlt.pipeline(
        pipeline_name=f"bench_{way}",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(folder / f"{way}.duckdb")),
        dataset_name="raw",
    )
    resources = [
        dlt.resource([table], name=name, primary_key=keys[name], write_disposition=way)
        for name, table in tables.items()
    ]
    start = time.process_time()
    pipeline.run(resources)
    return time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
