# The verbs of the project; `make help` lists them. Each builds the environment first where it
# is missing or older than the lock. MIMP_DOCUMENTS and MIMP_WAREHOUSE, given to make or in the
# environment, point a run elsewhere.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.lock-installed

# Tools that are run from here report to nobody.
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

# Variables given on the command line reach the programs too.
export MIMP_DOCUMENTS MIMP_WAREHOUSE MIMP_ALLOW_SHRINK MIMP_KEPT_VERSIONS MIMP_READERS
export MIMP_DOCUMENT_SECONDS MIMP_DOCUMENT_MEGABYTES MIMP_LATE_AFTER_DAYS MIMP_NOTIFY_COMMAND
export MIMP_PORT MIMP_KEPT_RUN_DAYS MIMP_AUTOMATIC MIMP_REPOSITORY MIMP_POVERTY MIMP_BOUNDARIES

.PHONY: help refresh test faults lint dev bench query report docs rollback diff lock

help: ## list the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | \
		awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

refresh: $(STAMP) ## read the inbox and publish the warehouse (ARGS=--force: although nothing is new)
	@$(PYTHON) -m orchestration.refresh $(ARGS)

# All tests: a module a process, the long ones (whole refreshes) first.
test: $(STAMP) ## run every test (ARGS="-k name" for some)
	@$(PYTHON) -m pytest $(or $(ARGS),-n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

faults: $(STAMP) ## try every bad input and every fault there is (ARGS="words" for some); an hour
	@$(PYTHON) -m tests.faults $(ARGS)

lint: $(STAMP) ## style and types of Python, style of SQL
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/sqlfluff lint --disable-progress-bar dbt_project expectations warehouse/queries

dev: $(STAMP) ## the Dagster UI on 127.0.0.1:3000
	@$(PYTHON) -m orchestration.serve dev

query: $(STAMP) ## open the published file read-only (Q=name runs warehouse/queries/name.sql; FORMAT=csv or line)
	@$(PYTHON) -m orchestration.query $(Q) $(if $(FORMAT),--format $(FORMAT))

docs: $(STAMP) ## write what is to be read about the published file: dictionary, models, expectations
	@$(PYTHON) -m orchestration.documentation

rollback: $(STAMP) ## publish the version before the published one
	@$(PYTHON) -m orchestration.rollback

bench: $(STAMP) ## measure reading, refreshes and their floors (ARGS="--runs 3 --months 36")
	@$(PYTHON) -m tests.benchmark $(ARGS)

report: $(STAMP) ## write the report of the published file: pages, CSV and Word files
	@$(PYTHON) -m orchestration.report

diff: $(STAMP) ## compare with what is published (WITH=candidate, or a kept run's number)
	@$(PYTHON) -m orchestration.diff $(WITH)

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "uv is needed to renew the lock" >&2; exit 1; }
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-strip-extras --python-version 3.11 \
		pyproject.toml --group dev -o requirements.lock

# The environment: exact versions with hashes, by pip alone. The stamp is a copy of the lock, so
# that another lock, not a newer date, is what calls for installing again.
$(STAMP): requirements.lock
	@base=$$(for name in python3 python3.13 python3.12 python3.11; do \
		command -v $$name >/dev/null && \
		$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && \
		echo $$name && break; done); \
	if [ -z "$$base" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is needed, and none is on the PATH" >&2; exit 1; fi; \
	if cmp -s requirements.lock $@; then touch $@; exit 0; fi; \
	echo "Building the environment in $(VENV) (once, about a minute)"; \
	[ -x $(PYTHON) ] || $$base -m venv $(VENV) || exit 1; \
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.lock && cp requirements.lock $@
