"""The steps of a run, and the code they use. Verbs are steps, nouns are libraries.

Modules directly in this package are the steps of a run, one Prefect task each, and the values used
everywhere: `models`, `errors` and `urls`. A step opens the warehouse, reads what is due, processes
it and writes the result. The sub-package `run` holds what steps share; `run.steps` names them in
order. The other sub-packages do not import Prefect.
"""

import os

# Articles are shared among processes: threads of numpy inside them would wait for each other. Read
# by numpy when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
