# Commands for users, developers and CI. Requires Python >= 3.11 and make; installs everything else.
# `make help` lists the targets.
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin

export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export UV_PYTHON_DOWNLOADS := never
# Compiled modules halve the start time of servers and worker processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check format install slow soak oldest-duckdb bench sbom clean help

run: install ## load the bundled sample archive and show the result
	$(BIN)/aawsat backfill --source sample

test: install ## run the fast tests: no server, under a minute
	$(BIN)/pytest -n auto --dist loadfile -m "not flow and not wordpress and not slow and not soak and not shared"

slow: install ## run the end-to-end tests: Prefect server, WordPress (Debian, root), scale
	$(BIN)/pytest -n auto --dist loadfile --durations 40 -m "(flow or wordpress or slow or shared) and not soak"

soak: install ## run the half-hour tests: kill -9 at 30 moments, restarts, Dask, the UI in a browser
	$(BIN)/pytest -m soak

oldest-duckdb: install ## run the quick warehouse tests on the oldest supported DuckDB
	$(UV) run --frozen --isolated --quiet --python $(PYTHON) --with duckdb==1.5.5 pytest -n auto --dist loadfile -m "not slow and not soak" tests/warehouse

check: install ## check format, lint, types, import layers and SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint warehouse

format: install ## format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: .venv/installed ## install everything into .venv

.venv/installed: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --quiet --compile-bytecode --python $(PYTHON)
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet uv==$(UV_VERSION)

bench: install ## write BENCHMARKS.md (half an hour; BENCH=--quick, --whole or --full)
	$(BIN)/python -m tests.benchmarks.run_all $(BENCH)

sbom: install ## print the run-time dependencies as CycloneDX JSON
	@$(UV) export --frozen --no-dev --all-extras --quiet --format cyclonedx1.5

clean: ## delete the Python environment; keep the data
	rm -rf .venv .tools

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 18
