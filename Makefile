# `make` lists what there is. Set-up happens once: .venv/ready is newer than the lock file, and so for the tests.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
READY := .venv/ready
TESTED := .venv/ready-for-tests
QUICK := tests/conventions tests/unit tests/models/test_golden_rows.py tests/vendors/files
LOCK := .venv/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11 pyproject.toml

.PHONY: help setup demo quick test check format tables bench catalogue lock clean

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) tests/set_up.py

$(TESTED): requirements-test.lock pyproject.toml
	@$(PYTHON) tests/set_up.py tests

setup: $(READY) ## set up the command: .venv/bin/hirogari

demo: $(READY) ## build the demo town and draw it into demo/
	@.venv/bin/hirogari demo --out demo

quick: $(TESTED) ## run the tests without browser, server or demo, in a minute
	@.venv/bin/python -m pytest -n 2 --dist loadgroup --disable-socket --allow-unix-socket $(QUICK)

test: $(TESTED) ## run every test
	@.venv/bin/python -m pytest -n 2 --dist loadgroup

check: $(TESTED) ## format, lint, types, import contracts, SQL
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/sqlfluff lint --quiet warehouse/models

format: $(TESTED) ## put code and imports into shape
	@.venv/bin/ruff check --fix-only --quiet . ; .venv/bin/ruff format .

tables: $(READY) ## list every table of the models, what one row is, and who reads it
	@.venv/bin/python -m warehouse.engine.readers

bench: $(TESTED) ## measure, side by side, in one run
	@.venv/bin/python -m tests.benchmarks

catalogue: $(TESTED) ## collect the texts for people into dashboards/text/locale
	@.venv/bin/python -m tests.catalogue

lock: $(TESTED) ## write both lock files anew from pyproject.toml
	@$(LOCK) --group setup -o requirements.lock
	@$(LOCK) --group dev --constraints requirements.lock -o requirements-test.lock

clean: ## remove what was made
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
