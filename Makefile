# `make` lists the targets. Every one of them sets up .venv first, from requirements.lock.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON ?= python3
SEED ?= $(shell date +%s)
BENCH ?= 100000
BIN := .venv/bin
READY := .venv/ready
SCRATCH := target/scratch
# Its processes leave semaphores to Python to clean up, which warns of each.
SQLFLUFF := PYTHONWARNINGS=ignore::UserWarning:multiprocessing.resource_tracker \
	$(BIN)/sqlfluff lint --disable-progress-bar
IN_SCRATCH := DUCKDB_PATH=$(SCRATCH)/scratch.duckdb

export DBT_USE_COLORS ?= $(if $(MAKE_TERMOUT),true,false)
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.PHONY: help build dashboard serve-dashboard test test-build test-semantic test-python test-long \
	test-postgres lint docs sample bench mutate lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

build: $(READY) ## build the sample company into a DuckDB file and print its retention
	@echo "== dbt build, of the sample company"
	@$(BIN)/dbt --log-level warn build
	@$(BIN)/python -m python_checks.summary

dashboard: $(READY) ## write the pages for people who never open SQL; builds first if nothing is built
	@grep -qs '"adapter_type": "postgres"' target/manifest.json \
		|| test -f target/manifest.json -a -f "$${DUCKDB_PATH:-subscription_retention.duckdb}" || $(MAKE) build
	@$(BIN)/python -m charts.render

serve-dashboard: dashboard ## the same pages on http://127.0.0.1:8050, rendered anew for each look
	@$(BIN)/python -m charts.serve

test: test-build test-semantic lint test-python ## everything that a pull request must pass

test-build: $(READY)
	@echo "== dbt build, from an empty database, a warning is an error"
	@rm -rf $(SCRATCH) && mkdir -p $(SCRATCH)
	@$(IN_SCRATCH) $(BIN)/dbt --warn-error build --vars '{all_unit_tests: true}' --target-path $(SCRATCH)

test-semantic: $(READY) ## MetricFlow's own validation, against the scratch build of test-build
	@echo "== mf validate-configs"
	@$(IN_SCRATCH) $(BIN)/dbt --quiet parse
	@$(IN_SCRATCH) $(BIN)/python -m python_checks.mf validate-configs | sed 's/.*✔/✔/'

lint: $(READY) ## sqlfluff, ruff and mypy
	@echo "== sqlfluff"
	@mkdir -p $(SCRATCH)
	@$(IN_SCRATCH) $(SQLFLUFF) models $(wildcard tests/singular analyses)
	@$(SQLFLUFF) --templater raw python_checks/benchmark
	@$(SQLFLUFF) --templater jinja charts/queries
	@echo "== ruff"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@echo "== mypy"
	@$(BIN)/mypy

test-python: $(READY)
	@echo "== pytest"
	@$(BIN)/pytest

test-long: $(READY) ## the slow tests too, and 2,800 invented billing histories
	@echo "== pytest, long; repeat this run with: make test-long SEED=$(SEED)"
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest -m "long or not long" --hypothesis-seed=$(SEED)

test-postgres: $(READY) ## build the sample, clean and corrupted, in Postgres too and compare every mart row by row
	@$(BIN)/python -m python_checks.postgres

docs: build ## write the documentation site, one page
	@echo "== dbt docs generate"
	@$(BIN)/dbt --log-level warn docs generate --static
	@echo "Open target/static_index.html in a browser."

sample: $(READY) ## regenerate the seeds of the sample company
	@$(BIN)/python -m python_checks.sample_company

bench: $(READY) ## time and memory at 100,000 customers; other sizes: make bench BENCH="100000 1000000"
	@$(BIN)/python -m python_checks.benchmark --customers $(BENCH)

mutate: $(READY) ## change one operator of a model at a time: does a check see it?
	@$(BIN)/python -m python_checks.mutate

lock: $(READY) ## rewrite requirements.lock after a change of pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group boards --group checks --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --no-header --no-strip-extras \
		--quiet --output-file requirements.lock

clean: ## remove what the other targets made, except .venv
	rm -rf target logs .hypothesis .mypy_cache .pytest_cache .ruff_cache .user.yml
	rm -f subscription_retention.duckdb subscription_retention.duckdb.wal
	find charts python_checks -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "This project needs Python 3.11 to 3.13, and $(PYTHON) is" \
			"$$($(PYTHON) --version 2>&1 || true). Name another one: make PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "== set-up: $$(grep -c == requirements.lock) packages into .venv, once"
	@$(PYTHON) -m venv --clear .venv
	@PYTHONUNBUFFERED=1 $(BIN)/python -m pip install --disable-pip-version-check --no-input \
		--require-hashes --requirement requirements.lock \
		| awk '/^Collecting/ { printf "."; fflush() } \
			/^Installing/ { printf "\nall downloaded, now unpacking"; fflush() } \
			END { print "" }'
	@touch $@
