# What a newcomer types. What takes more than a few lines is a command of manage.py.

# The distribution's own Python where it will do: it is built with profile-guided optimisation,
# which one that was compiled at home often lacks, and then takes up to a fifth longer.
SYSTEM_PYTHON := /usr/bin/python3
PYTHON ?= $(shell $(SYSTEM_PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo $(SYSTEM_PYTHON) || echo python3)
PORT ?= 8000
BIN := .venv/bin
APPS := cms contest_pages home media showcase

# What production asks for, none of it real: enough for `check --deploy` to look at the settings.
IN_PRODUCTION := DJANGO_SETTINGS_MODULE=settings.production BASE_URL=https://madang.example.org \
	SECRET_KEY=not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH \
	ALLOWED_HOSTS=madang.example.org DATABASE_URL=postgres://madang@127.0.0.1/madang \
	CACHE_URL=redis://127.0.0.1:6379/0 EMAIL_URL=smtp://127.0.0.1:25

# Each process of the site and of its tests would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint report rehearse bench

run: .venv/.packages
	@$(BIN)/python manage.py serve --port $(PORT)

test: .venv/.browser
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

report: .venv/.browser
	$(BIN)/python -m tests.fresh_clone var/report/fresh-clone.json
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --report=var/report

# As large as the contest of 2018, unless told otherwise.
ENTRIES ?= 208
PANEL ?= 1390
JUDGES ?= 10
rehearse: .venv/.packages
	@$(BIN)/python manage.py rehearse --entries $(ENTRIES) --panel $(PANEL) --judges $(JUDGES)

bench: .venv/.dev-packages
	$(BIN)/python -m bench.ranking
	$(BIN)/python -m bench.ballots
	$(BIN)/python -m bench.vault
	$(BIN)/python -m bench.catalogue

lint: .venv/.dev-packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djhtml --check --tabwidth 2 $(APPS)
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(IN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py catalogue --check

# Stamps: installed again only when a list of packages has changed.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Madang needs Python 3.11 or later.")'
	$(PYTHON) -m venv .venv

.venv/.packages: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev-packages: requirements-dev.txt .venv/.packages
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.browser: .venv/.dev-packages
	sh tests/browser.sh
	@touch $@
