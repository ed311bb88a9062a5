# The commands that people and scripts rely on. Each one is safe to repeat.
SHELL := /bin/bash
PYTHON ?= python3.11

.PHONY: setup up test prove bench train lint lock

setup: .venv/installed-product

up: setup
	@.venv/bin/chaperone up

test: .venv/installed-tests
	@bin/test

prove: .venv/installed-tests .venv-ha/installed
	@bin/prove

bench: .venv/installed-tests .venv-peers/installed
	@.venv/bin/python -m bench

train: .venv/installed-tests
	@.venv/bin/python -m training
	@.venv/bin/python -m training.answers

lint: .venv/installed-tests
	@bin/lint

lock: .venv/installed-tests
	@bin/lock

.venv/installed-product: requirements/product.txt pyproject.toml bin/setup
	@PYTHON=$(PYTHON) bin/setup product

.venv/installed-tests: requirements/tests.txt .venv/installed-product bin/setup
	@PYTHON=$(PYTHON) bin/setup tests

.venv-ha/installed: requirements/ha.txt
	@$(PYTHON) -m venv .venv-ha
	@echo "setup: installing Patroni, for the tests of several nodes"
	@.venv-ha/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ha.txt
	@touch .venv-ha/installed

.venv-peers/installed: requirements/peers.txt
	@$(PYTHON) -m venv .venv-peers
	@echo "setup: installing what the benchmarks compare with"
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	@touch .venv-peers/installed
