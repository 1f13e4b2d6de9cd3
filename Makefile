PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.installed

.PHONY: setup demo test test-all check clean

setup: $(DONE)  ## make .venv from the lock file; afterwards .venv/bin/detente works

$(DONE): requirements/lock.txt pyproject.toml
	@echo "setting up $(VENV) (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## read and code the shipped record, 1969-2024, and write demo/brief.html
	@$(BIN)/detente demo

test: setup  ## the fast tests
	@$(BIN)/python -m pytest -m "not slow"

test-all: setup  ## all tests
	@$(BIN)/python -m pytest

check: setup  ## types and style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

clean:
	rm -rf $(VENV) demo
