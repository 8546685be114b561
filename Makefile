# Everything here works from nothing but Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
# procedures are loaded anew for each run: without bytecode they would be compiled each time (docs/adr/0003)
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install demo test test-all histories golden check faults bench test-foreign lock

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: .venv/installed  ## .venv from the lock file; the command is then .venv/bin/habeas

.venv/installed: requirements.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Habeas needs Python 3.11 or later: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q habeas workflows activities adapters queues.py worker.py
	@touch $@

demo: install  ## a webinar company in a box: one export and one erasure, told as a story
	$(BIN)/habeas demo

test: install  ## every test that needs nothing but the lock file
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

test-all: install  ## every test, also those that take minutes: the mistakes that the fault harness must find
	$(BIN)/pytest -n 2 --dist load --no-loadscope-reorder -m "long or not long"

histories: install  ## records the histories that are missing; RENEW_HISTORIES=1 all (docs/rollout.md)
	$(BIN)/pytest -q tests/replay/record_*.py

golden: install  ## writes down anew what procedures ask of Temporal; a reviewer reads the difference
	RENEW_GOLDEN=1 $(BIN)/pytest -q tests/replay/test_histories.py

check: install  ## linters, types, who may import whom, what containers are made of, and the company's own records
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy deploy examples benchmarks docs/contract
	$(BIN)/lint-imports
	$(BIN)/habeas map check
	# Compose's wrapper ends with 0 whatever Compose says: what counts is that it says nothing
	! $(BIN)/docker-compose --env-file .env.example --file docker-compose.yml config --quiet 2>&1 | grep .
	$(BIN)/hadolint Dockerfile

faults: install  ## N=100 erasures while things go wrong, from SEED=...; the same again goes on where it was (docs/faults.md)
	$(BIN)/python tests/faults/run.py --cases $(or $(N),100) $(if $(SEED),--seed $(SEED))

bench: install  ## what Habeas costs, as one table; QUICK=1 for a look; needs 8 GiB of free disk
	$(BIN)/python -m benchmarks.run

test-foreign: install  ## tests that need Debian's or npm's packages; says what it found missing; QUICK=1 for those that end soon
	$(BIN)/python tests/foreign/run.py

lock:  ## the lock file anew, with hashes and no address; needs uv
	uv pip compile --universal --generate-hashes --python-version 3.11 --extra dev --no-header --quiet pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet requirements-build.in -o requirements-build.lock
