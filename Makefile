# Everything a person or CI types. Needs Python >= 3.11 and make; the rest is installed by it.
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin

export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export UV_PYTHON_DOWNLOADS := never
# Servers and worker processes start in half the time when compiled modules are kept.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check format install slow soak oldest-duckdb bench clean

run: install ## load the bundled sample archive and show what was loaded
	$(BIN)/aawsat backfill --source sample

test: install ## the fast tests: no server, under a minute
	$(BIN)/pytest -n auto --dist loadfile -m "not flow and not wordpress and not slow and not soak and not shared"

slow: install ## the end-to-end tests: Prefect server, WordPress (Debian, root), scale
	$(BIN)/pytest -m "(flow or wordpress or slow or shared) and not soak"

soak: install ## what takes half an hour: kill -9 at 30 moments, restarts, Dask, the UI in a browser
	$(BIN)/pytest -m soak

oldest-duckdb: install ## the warehouse's tests on the oldest DuckDB that is supported
	$(UV) run --frozen --isolated --quiet --python $(PYTHON) --with duckdb==1.5.5 pytest tests/warehouse

check: install ## format, lint, types, layers, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint warehouse

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: .venv/installed

.venv/installed: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --quiet --compile-bytecode --python $(PYTHON)
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet uv==$(UV_VERSION)

bench: install ## all benchmarks, into BENCHMARKS.md; half an hour; BENCH=--quick, --whole or --full
	$(BIN)/python -m tests.benchmarks.run_all $(BENCH)

clean: ## forget the environment; the data stay
	rm -rf .venv .tools
