# Two commands: `make run` and `make test`. Everything else is for those who work on the product.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TESTS ?=
# Checks never touch the data folder of whoever runs them.
CHECKED := .venv/checked
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check checks lint types contracts templates migrations messages bench lock

help:  ## Say what there is
	@grep -E "^[a-z-]+:.*##" $(MAKEFILE_LIST) | sed -E "s/:.*## /\t/" | expand -t 12

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/installed-bench: requirements-bench.lock .venv/installed
	$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

setup: .venv/installed  ## Install what the product needs into .venv

setup-dev: .venv/installed-dev  ## Install the tools of those who work on it as well

run: setup  ## Load the demonstration and serve it on port 8000
	$(BIN)/taonguon demo

test: setup-dev  ## Run all tests, on SQLite and (where installed) on PostgreSQL
	$(BIN)/python tools/run_tests.py $(TESTS)

checks: lint types contracts templates migrations messages

check: checks test  ## Run every check, then all tests

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	TAONGUON_DATA=$(CHECKED) $(BIN)/mypy

contracts: setup-dev
	$(BIN)/lint-imports

templates: setup-dev
	$(BIN)/djlint --lint --quiet taonguon

migrations: setup-dev
	TAONGUON_DATA=$(CHECKED) TAONGUON_DATABASE_URL= $(BIN)/python -m django makemigrations --check --dry-run \
		--settings taonguon.config.settings

messages: setup-dev
	$(BIN)/python tools/messages.py check

bench: .venv/installed-bench  ## Measure loading, pages, search, the rules and the nightly check against their yardsticks
	$(BIN)/python -m bench.run

lock: setup-dev  ## Write the lock files anew (needs uv; the locks name no index)
	for kind in requirements requirements-dev requirements-bench; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url $$kind.in -o $$kind.lock; done
