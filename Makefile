# `make` prints the targets. Everything runs in .venv, made from requirements.lock; nothing else is needed than Python 3.11+, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
DISTRIBUTIONS := core workflows $(sort $(wildcard plugins/*))
PYPROJECTS := $(addsuffix /pyproject.toml,$(DISTRIBUTIONS))
PIP := -m pip --disable-pip-version-check --no-input
# From the lock only, and nothing is built on the way: versions and hashes decide, whatever index or mirror is set up.
LOCKED := $(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r requirements.lock
OURS := $(PIP) install --quiet --no-deps --no-build-isolation --no-index
LIBRARIES := 'import sysconfig; print(sysconfig.get_path("purelib"))'
# pytest ends with 5 when no test was selected; that is not a failure of a suite without slow tests.
SOME = || test $$? -eq 5

.PHONY: help accessibility screenshots init demo test lint format types core-alone test-fast test-slow bench lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

init: .venv/installed ## Make .venv from requirements.lock (only when it changed)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed and was not found. Give it by hand: make PYTHON=/path/to/python3 init"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/locked: requirements.lock | .venv/bin/python
	.venv/bin/python $(LOCKED)
	@touch $@

.venv/installed: .venv/locked $(PYPROJECTS)
	.venv/bin/python $(OURS) $(addprefix -e ./,$(DISTRIBUTIONS))
	@touch $@

# A second environment that knows nothing but core: its tests run against the wheel, so that a file that was
# left out of it, or an import of a plugin, is noticed. The libraries are those of .venv, by links to each; of ours
# there is nothing, and a .pth of an editable install would show it.
.venv-core/locked: .venv/locked
	rm -rf .venv-core
	.venv/bin/python -m venv --without-pip .venv-core
	from=$$(.venv/bin/python -c $(LIBRARIES)) && to=$$(.venv-core/bin/python -c $(LIBRARIES)) && \
		find "$$from" -mindepth 1 -maxdepth 1 ! -name '*burgersaanzet*' -exec ln -s {} "$$to" \;
	@touch $@

demo: init ## BAZ's year 2021, and today with invented cases; ends with the pages
	.venv/bin/baz demo

test: lint ## Everything that a change must pass: about nine minutes on two cores
	$(MAKE) -j2 types core-alone
	$(MAKE) test-fast

lint: init ## Style: ruff
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: init ## Types: mypy --strict
	.venv/bin/mypy

core-alone: .venv-core/locked ## The tests of core, with only core installed
	.venv-core/bin/python $(OURS) --force-reinstall ./core
	.venv-core/bin/python -m pytest core/tests -m "not slow" -n 2 --dist worksteal -q

test-fast: init ## The tests of the plugins, and those that cross packages
	.venv/bin/python -m pytest workflows/tests plugins tests -m "not slow" -n 2 --dist worksteal -q

test-slow: init ## The tests that take long
	.venv/bin/python -m pytest -m slow -q $(SOME)

accessibility: init ## Look at every page with axe, and write down what was found for /toegankelijk
	BAZ_ACCESSIBILITY=1 .venv/bin/python -m pytest tests/browser/test_everybody.py -m slow -q

screenshots: init ## Take the pictures of docs/pages.md anew (needs chromium)
	.venv/bin/python tests/support/pictures.py

bench: init ## Speed, as ratios with a reference in the same run
	.venv/bin/python -m benchmarks

format: init ## Put the style right where ruff can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: .venv/bin/python ## Renew requirements.lock (UPGRADE=1 also takes newer versions)
	.venv/bin/python -m venv .venv-lock
	.venv-lock/bin/python $(PIP) install --quiet uv
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate $(if $(UPGRADE),--upgrade) --group dev --extra documents --extra matching --extra postgresql --extra web core/pyproject.toml -o requirements.lock

clean: ## Remove what make made
	rm -rf .venv .venv-core .venv-lock .mypy_cache .ruff_cache .pytest_cache
