# Every target sets up .venv first; nothing happens there when it is up to date.
.DEFAULT_GOAL := help
.PHONY: help setup demo docs test check lint types fuzz bench bench-sweep bench-dashboard lock clean
BIN := .venv/bin
# A worker takes whole files, for districts are kept within one; in the order of tests/conftest.py.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

setup:  ## make .venv from requirements.lock
	@sh tools/setup.sh

demo: setup  ## patrol, grid staffing and mediation compared on the full district; a table and a report in runs/demo
	@$(BIN)/govsim compare experiment=demo out=runs/demo

docs: setup  ## the site of the documentation in build/site; a dead link is an error
	@rm -rf build/site  # a page that has not changed may link to one that has gone: all are made anew
	@$(BIN)/sphinx-build -W --keep-going -q -E -d build/doctrees -b html docs build/site && echo "build/site/index.html"

test: setup  ## the fast tests
	@$(PYTEST) -m "not slow"

lint: setup  ## style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup  ## types
	@$(BIN)/pyright

check: lint types  ## all that CI runs: style, format, types, every test
	@$(PYTEST)

fuzz: setup  ## 10,000 random configurations: each is run or refused in one line; more: python -m tests.fuzz
	@$(BIN)/python -m tests.fuzz

bench: setup  ## seconds a simulated year, build time, memory, ratio to plain Mesa
	@$(BIN)/python -m govsim.experiments.benchmarks.runs

bench-sweep: setup  ## runs an hour, and what engine and store add to a run
	@$(BIN)/python -m govsim.experiments.benchmarks.sweeps

bench-dashboard: setup  ## frames a second, first paint and memory of the live page in a real browser
	@$(BIN)/python -m tests.dashboard.bench

lock:  ## resolve the dependencies of pyproject.toml anew into requirements.lock; needs uv
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --upgrade --quiet \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.lock

clean:  ## remove .venv, caches and built packages; results in runs/ stay
	@rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
