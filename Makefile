# Ketenkompas: `make` shows what can be done. Everything happens inside this folder (.venv, build output).
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/.ketenkompas-ready
BUILD := src/ketenkompas/web/static/ketenkompas/build/inputs.sha256
FRONTEND := src/ketenkompas/themes/neutral/tokens.css $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadgroup
LIGHTHOUSE := tests/web/lighthouse/node_modules/.package-lock.json
CODE := src tests hatch_build.py $(wildcard benchmarks)

.PHONY: help setup serve test check bench format docs clean frontend lighthouse
.PHONY: check-format check-lint check-types check-layers check-schemas check-docs

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(BUILD) ## Make .venv with the package, its extras and the tools, all by hash

$(READY): requirements.lock requirements-node.lock pyproject.toml hatch_build.py
	@sh .ci/need "$(PYTHON)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@if $(BIN)/python hatch_build.py --needs-node; then \
	  echo "No Node.js 20 or newer on this machine: installing the packaged one into .venv"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BUILD): $(READY) $(FRONTEND)
	@$(BIN)/python hatch_build.py
	@touch $@

lighthouse: $(LIGHTHOUSE) ## Install Lighthouse, which tests and benchmarks of the pages use

$(LIGHTHOUSE): $(READY) tests/web/lighthouse/package-lock.json
	@if $(BIN)/python tests/web/_lighthouse.py --needs-node; then \
	  echo "No Node.js 22.19 or newer on this machine: installing the packaged one into .venv"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock; fi
	@$(BIN)/python tests/web/_lighthouse.py
	@touch $@

frontend: $(BUILD) ## Build the front end, if something in it changed

serve: setup ## Open Ketenkompas in the browser, with the figures of the starter set
	$(BIN)/ketenkompas serve

test: setup ## Run every test that can run on this machine (what is missing is skipped, with the reason)
	$(PYTEST)

check: setup check-format check-lint check-types check-layers check-schemas check-docs ## All checks, then all tests
	$(PYTEST)

check-format:
	$(BIN)/ruff format --check $(CODE)

check-lint:
	$(BIN)/ruff check $(CODE)

check-types:
	$(BIN)/mypy

check-layers:
	$(BIN)/lint-imports

check-schemas:
	$(BIN)/ketenkompas api-schema --check

check-docs:
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -b doctest docs docs/_build/doctest

bench: setup ## Run the benchmarks and print the ratios
	$(BIN)/python -m benchmarks

format: setup ## Put the code in the house format
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

docs: setup check-docs ## Build the documentation (docs/_build/html/index.html)

lock: setup ## Renew requirements.lock and requirements-node.lock (reaches the package registry)
	sh .ci/lock $(BIN)

clean: ## Remove everything that make made
	rm -rf .venv frontend/node_modules tests/web/lighthouse/node_modules docs/_build dist $(dir $(BUILD)) .mypy_cache .ruff_cache .hypothesis .import_linter_cache
