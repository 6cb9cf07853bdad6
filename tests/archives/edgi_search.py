"""What EDGI's `wayback` client reads of an index, as a second opinion; runs in a venv of its own.

python edgi_search.py http://127.0.0.1:8093 eng-archive.aawsat.com
"""

import json
import sys

from wayback import WaybackClient, _client  # type: ignore[import-not-found]

address, host = sys.argv[1:]
_client.CDX_SEARCH_URL = f"{address}/cdx/search/cdx"
with WaybackClient() as client:
    records = client.search(host, match_type="host", limit=10)
    found = [[record.timestamp.strftime("%Y%m%d%H%M%S"), record.url] for record in records]
sys.stdout.write(json.dumps(found))
