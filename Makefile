# The only list of commands. `make demo` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell for each in python3.11 python3; do command -v $$each >/dev/null && $$each -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
BIN := .venv/bin
HUB_HOME ?= $(CURDIR)/var
export HUB_HOME

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

# Installed anew only when the lock or pyproject.toml says something else than what was installed.
LOCK_HASH = $$(cat requirements/dev.txt pyproject.toml frontend/package-lock.json | sha256sum | cut -c1-64)
setup: ## Install into .venv and frontend/node_modules from locks, nothing else
	@if [ "$$(cat .venv/.installed 2>/dev/null)" != "$(LOCK_HASH)" ]; then $(MAKE) --no-print-directory install; fi
	@$(MAKE) --no-print-directory assets

# Style sheets, scripts and fonts, put together anew only when one of them changed.
ASSET_HASH = $$(cat frontend/package-lock.json frontend/assemble.py frontend/css/* frontend/js/* | sha256sum | cut -c1-64)
assets:
	@if [ "$$(cat build/.assembled 2>/dev/null)" != "$(ASSET_HASH)" ]; then \
	  $(BIN)/python frontend/assemble.py && \
	  env HUB_HOME="$(CURDIR)/.cache/check" $(BIN)/python -W ignore -m django collectstatic --noinput --clear -v 0 --settings hub.config.settings && \
	  echo "$(ASSET_HASH)" > build/.assembled; fi

install:
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found: install it (Debian: apt-get install python3.11 python3.11-venv), then run make again."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: install it (Debian: apt-get install python3.11-venv), then run make again."; exit 1; }
	@command -v npm >/dev/null || { echo "npm was not found: install Node.js 20 or later with npm (Debian: apt-get install npm), then run make again."; exit 1; }
	$(PYTHON) -m venv .venv
	@# The lock is whole, so nothing is resolved: a release made since could otherwise change what is asked for.
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/pip --disable-pip-version-check check
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	npm ci --prefix frontend --silent --no-progress
	@echo "$(LOCK_HASH)" > .venv/.installed

demo: setup ## Take invented reports through the whole pathway and serve the desk (PORT=8001: elsewhere; EXIT=1: look at it as each role, then stop)
	$(BIN)/hub demo $(if $(PORT),--port $(PORT)) $(if $(EXIT),--exit)

clean-demo: ## Forget the demonstration: stop its database and remove HUB_HOME
	@if [ -x $(BIN)/hub ] && [ -d "$(HUB_HOME)" ]; then $(BIN)/hub stop --forget; fi
	rm -rf "$(HUB_HOME)"

# The browser of the tests: Debian's, because a browser of Playwright's own is fetched from elsewhere; without a window,
# because that takes a quarter less time than the one with a window, which serves where this one cannot be had.
browser:
	@test -x /usr/bin/chromium-headless-shell || { test "$$(id -u)" = 0 && \
	  echo "Installing Debian's chromium-headless-shell, which the browser tests drive." && apt-get update -q && apt-get install -y -q chromium-headless-shell; } || \
	test -x /usr/bin/chromium || { echo "The browser tests need chromium: install it (Debian: apt-get install chromium-headless-shell), then run make again."; exit 1; }

# The scanner of the tests, which runs with signatures of the tests' own.
scanner:
	@test -x /usr/sbin/clamd || if [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Debian's clamav-daemon, which the tests of the vault ask."; apt-get update -q && apt-get install -y -q --no-install-recommends clamav-daemon; \
	else echo "The tests of the vault need clamd: install it (Debian: apt-get install clamav-daemon), then run make again."; exit 1; fi

screenshots: setup browser ## Write docs/screenshots anew, at 1280 and 390 pixels
	mkdir -p docs/screenshots
	HUB_SCREENSHOTS="$(CURDIR)/docs/screenshots" $(BIN)/python -m pytest -n 2 tests/browser/test_journeys.py tests/browser/test_signing.py tests/browser/test_decision.py \
	  tests/browser/test_danger.py tests/browser/test_aside.py tests/browser/test_risk.py tests/browser/test_at_once.py tests/browser/test_files.py tests/browser/test_walls.py tests/browser/test_quarantine.py

test: setup browser scanner ## Run every test, in a home and on a server of their own
	$(BIN)/python -m pytest -n 2

check: setup ## Style, types, contracts, migrations and generated pages; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint src/hub --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	env HUB_HOME="$(CURDIR)/.cache/check" $(BIN)/python -W ignore -m django makemigrations --check --dry-run --settings hub.config.settings
	env HUB_HOME="$(CURDIR)/.cache/check" $(BIN)/hub docs --check

fix: setup ## The twin of check: mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	env HUB_HOME="$(CURDIR)/.cache/check" $(BIN)/hub docs

coverage: setup browser scanner ## Every branch of the rules, the actions, the pathway and the permissions is tested, or this fails
	$(BIN)/python -m pytest -n 2 -m "not faults" --cov --cov-config=tests/coverage.ini --cov-report=term

# `make test` has run on the server that this machine finds first; the wheel's is the one of a machine that has none.
verify: setup browser scanner ## Every test on the wheel's PostgreSQL, with coverage; then every test on Debian's as DATABASE_URL
	export HUB_TEST_HOME="$(CURDIR)/.cache/verify" HUB_POSTGRES_BIN="$$($(BIN)/python -m tests.wheel)" && \
	  $(MAKE) --no-print-directory coverage && $(BIN)/python -m pytest -n 2 -m faults
	$(BIN)/python -m tests.server $(BIN)/python -m pytest -n 2

bench: setup ## Reports per second beside pgbench on the same server; REPORTS=100000 takes a long one
	$(BIN)/python benchmarks/receive.py

bench-desk: setup ## The desk's pages beside a bare one, with 1,000 to 100,000 reports; REPORTS=1000000 takes a long one
	$(BIN)/python -W ignore benchmarks/desk.py

lock: ## Make requirements/*.txt anew (needs uv)
	for each in app dev; do uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 --universal --no-emit-index-url requirements/$$each.in -o requirements/$$each.txt; done

clean: clean-demo ## Remove everything that is not in the repository
	rm -rf .venv .cache build frontend/node_modules src/hub/web/components/static

.PHONY: help setup assets browser scanner screenshots install demo clean-demo test check fix coverage verify bench bench-desk lock clean
