# Two commands for people: `make demo` and `make test`. The rest is for those who change Balai.
# Every path is relative, so a clone may live in a folder with spaces in its name.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
BOOTSTRAPPED := $(VENV)/bootstrapped
INSTALLED := $(VENV)/installed
DEVELOPING := $(VENV)/installed-with-tools
# Three processes for two processors, each with a database of its own: one often waits. `make test TOGETHER=` takes one.
TOGETHER := -n 3 --dist worksteal
KEPT := PYTHONDONTWRITEBYTECODE= # three processes, twice, would each compile every test again
# Compiled when they are installed, so that no start has to, be it under PYTHONDONTWRITEBYTECODE or as another user;
# without uv's limit of a minute for a file, which a busy machine exceeds.
COMPILED := UV_COMPILE_BYTECODE=1 UV_COMPILE_BYTECODE_TIMEOUT=0
UV := VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(COMPILED) $(VENV)/bin/uv
# Neither headers nor annotations, which would name the machine and the index they were made with.
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help schema demo demo-reset object-storage test test-all gates bench look pictures messages assets lock verifiers

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 14

demo: $(INSTALLED)  ## start the demonstration on http://localhost:8000
	@$(RUN) balai demo

demo-reset: $(INSTALLED)  ## forget the demonstration's data
	@$(RUN) balai demo --reset

object-storage: $(INSTALLED) requirements-s3.lock  ## install what speaks to an object storage
	@$(UV) pip install --quiet --require-hashes -r requirements-s3.lock

test: $(DEVELOPING)  ## run the everyday suite
	@$(KEPT) $(RUN) pytest $(TOGETHER)

test-all: $(DEVELOPING)  ## run the slow group: repetitions, drills, page variants
	@$(KEPT) $(RUN) pytest $(TOGETHER) -m slow

gates: $(DEVELOPING)  ## run the checks that need no database
	@bash .ci/gates

$(BOOTSTRAPPED): requirements-bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Balai needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $@

$(INSTALLED): $(BOOTSTRAPPED) requirements.lock pyproject.toml
	@echo "Installing the locked packages ..."
	@$(UV) pip install --quiet --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@$(RUN) compileall -q src
	@touch $@

$(DEVELOPING): $(INSTALLED) requirements-dev.lock
	@echo "Installing the tools of development ..."
	@$(UV) pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

assets: $(DEVELOPING)  ## copy the pinned assets and fonts into the product (maintainers only; needs Node and Chromium)
	npm install --no-package-lock --no-audit --no-fund --ignore-scripts
	node assets/vendor.mjs
	@$(RUN) tools.fonts
	@$(RUN) tools.cores
	@$(RUN) tools.land
	@$(RUN) tools.covers

messages: $(DEVELOPING)  ## collect the texts of the product into its catalogues and compile them
	@$(RUN) tools.messages

bench: $(DEVELOPING)  ## measure over HTTP and write docs/reference/benchmarks.md
	@$(RUN) bench

look: $(DEVELOPING)  ## look at every page in all eight variants; pictures go to look/
	@rm -rf look && LOOK=look BROWSER_TESTS=required $(RUN) pytest $(TOGETHER) tests/browser/test_pages.py -m "slow or not slow"

pictures: $(DEVELOPING)  ## photograph the pages that the guides show, into docs/guide/pictures (needs Chromium)
	@$(RUN) tools.pictures

lock: $(BOOTSTRAPPED)  ## compile the lock files anew from pyproject.toml
	@$(UV) pip compile $(LOCKING) pyproject.toml -o requirements.lock
	@$(UV) pip compile $(LOCKING) pyproject.toml --extra s3 -c requirements.lock -o requirements-s3.lock
	@$(UV) pip compile $(LOCKING) pyproject.toml --extra s3 --group dev -c requirements.lock -o requirements-dev.lock

verifiers:  ## install the second verifiers of credentials, for the tests that ask them (needs Node)
	npm --prefix tests/engine/badges/node install --no-package-lock --no-audit --no-fund --ignore-scripts

schema: $(DEVELOPING)  ## write the published contracts: the API's, and the form of bundles
	@$(RUN) tests.checks schema
	@$(RUN) tools.reference
	@$(RUN) tools.bundle
