"""Publish one file into a lake, several times: a process of its own, on DuckDB 1.5.5.

python lake_writer.py PUBLICATION TARGET TIMES
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from warehouse.publish.targets import publish_file_to_lake

for _ in range(int(sys.argv[3])):
    publish_file_to_lake(Path(sys.argv[1]), sys.argv[2])
