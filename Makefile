# The house's few orders. `make help` lists them. Everything is installed into .venv beside this file; nothing else is touched
# but by `make test`, which also brings a browser from the system's packages when there is none.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
STAMP := .venv/installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# One more than there are cores: at times a test only waits for a server.
WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))

.PHONY: help install run test check lock format clean benchmark-deadlines benchmarks

# An environment is stale when it was made at another place (it holds absolute paths) or when it lost its program.
ifneq ($(shell cat .venv/place 2>/dev/null && test -x $(BIN)/lienthong && echo -n !),$(CURDIR)!)
.PHONY: $(STAMP)
endif

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## everything into .venv, exactly as locked, with hashes; leaves .venv/bin/lienthong

$(STAMP): requirements/lock.txt pyproject.toml scripts/install.sh
	@scripts/install.sh .venv
	touch $@

run: install ## the product with its demo town, on this machine alone
	@exec $(BIN)/lienthong up --demo

format: install ## puts every Python file into the one style
	@$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

check: install ## style, types, import arrows, unit tests: the quick part, to be run before every commit
	@scripts/check.sh
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow and not later" $(wildcard tests/unit) tests/architecture

test: install ## everything: what check does, and all tests with real servers and a real browser
	@scripts/system_packages.sh
	scripts/client_tools.sh .venv
	scripts/check.sh
	$(BIN)/python -m pytest -n $(WORKERS)

benchmark-deadlines: install ## due dates against businesstimedelta, pandas and numpy: one table, one JSON in artifacts/
	@scripts/benchmark_deadlines.sh

benchmarks: install ## the promises of speed and size, each against its bar: one table, one JSON in artifacts/; fails if one is missed (NAMES=…: only these)
	@$(BIN)/python -m benchmarks $(NAMES)

lock: install ## writes requirements/lock.txt anew (UPGRADE=1 moves to the newest versions)
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## removes .venv and all caches
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
