# Childways. `make run` serves the atlas; `make test` runs every test. Both set up what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help setup setup-run setup-dev setup-benchmark chromium run build test check lint format lock benchmark load hostile clean

help:  ## what you can do here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

run: setup-run  ## set up, build the layers if needed, and serve the atlas
	@$(BIN)/childways build --if-needed
	@exec $(BIN)/childways serve

test: setup-dev chromium  ## set up and run all tests, the browser ones too
	@$(BIN)/childways build --if-needed
	$(BIN)/pytest --numprocesses=2 --dist=loadfile

check: setup-dev  ## what a reviewer runs first: style, types, import rules, facts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/childways check

benchmark: setup-benchmark chromium  ## side by side with plain Dash, Vizro and Streamlit
	@$(BIN)/childways build --if-needed
	$(BIN)/python -m benchmarks.atlas
	$(BIN)/python -m benchmarks.levels
	$(BIN)/python -m benchmarks.profiles
	$(BIN)/python -m benchmarks.levers

load: setup-dev chromium  ## 500 embeds open at once for ten minutes, beside plain Dash
	@$(BIN)/childways build --if-needed
	$(BIN)/python -m benchmarks.load

hostile: setup-dev  ## 20,000 hostile requests, repeatable; prints what came of them
	@$(BIN)/childways build --if-needed
	$(BIN)/python -m tests.hostile.run --count 20000 --seed 1

build: setup-run  ## make the checked GeoParquet layers from the facts, offline
	$(BIN)/childways build

setup: setup-dev  ## everything a developer needs, into .venv

setup-run: $(VENV)/.run-ready
setup-dev: $(VENV)/.dev-ready
setup-benchmark: $(VENV)/.benchmark-ready

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Childways needs Python 3.11 or newer. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run-ready: requirements/run.txt pyproject.toml | $(UV)
	@echo "Setting up .venv ..."
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/run.txt
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready | $(UV)
	@echo "Setting up the tools for tests and checks ..."
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.benchmark-ready: requirements/benchmark.txt $(VENV)/.dev-ready | $(UV)
	@echo "Setting up Vizro and Streamlit, to measure against ..."
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/benchmark.txt
	@touch $@

chromium:
	@sh scripts/ensure_chromium.sh

lock: $(UV)  ## renew the locked requirements (needs the package registry)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/uv.in -o requirements/uv.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml requirements/run.in -o requirements/run.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml requirements/run.in --group dev -c requirements/run.txt -o requirements/dev.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group benchmark -c requirements/dev.txt -o requirements/benchmark.txt

format: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## remove what was built, keep .venv
	rm -rf build geodata/built
