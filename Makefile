# Every target does its own set-up: a virtual environment in .venv, made again when pyproject.toml changes.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp
WORKERS ?= 2
COVERAGE_FLOOR := 90

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format types layers eval bench stage-diff golden names clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(STAMP)  ## the virtual environment with everything in it

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("trialfinder needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)  ## a search on made-up sample trials, offline
	@$(BIN)/trialfinder demo

test: $(STAMP)  ## the whole suite on both cores, with the floor under branch coverage
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report term:skip-covered --cov-fail-under $(COVERAGE_FLOOR)

check: lint types layers  ## everything that needs no test run

lint: $(STAMP)  ## ruff: lint and layout
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(STAMP)  ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(STAMP)  ## mypy --strict on the program and its tests
	@$(BIN)/mypy

layers: $(STAMP)  ## who may import whom
	@$(BIN)/lint-imports --no-cache

eval: $(STAMP)  ## scores against labelled trials, when ../shared/eval is there
	@$(BIN)/python -m tests.evaluate

bench: $(STAMP)  ## build, cold search, memory and enrichment, each beside its floor; SIZES="2400 25000 125000" for more
	@$(BIN)/python -m tests.bench $(if $(SIZES),--sizes $(SIZES))

stage-diff: $(STAMP)  ## stage readings gained and lost on a frozen corpus since the last run
	@$(BIN)/python -m tests.evaluate.stage_diff

golden: $(STAMP)  ## rewrite the golden files; read the diff before you commit it
	@GOLDEN=1 $(BIN)/python -m pytest -q tests/render

names: $(STAMP)  ## the names of cancers in their one spelling, after a change of the vocabulary
	@$(BIN)/python -m trialfinder.vocab.build_names

clean:  ## remove everything that can be made again
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
