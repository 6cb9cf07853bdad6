"""Publish one file into a lake, several times: a process of its own, on DuckDB 1.5.5.

python lake_writer.py PUBLICATION TARGET TIMES
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[4]))

from warehouse.publish.targets.address import Lake, parse_target
from warehouse.publish.targets.lake import publish_to_lake

for _ in range(int(sys.argv[3])):
    lake = parse_target(sys.argv[2])
    assert isinstance(lake, Lake)
    publish_to_lake(Path(sys.argv[1]), lake)
