# The pipeline, top to bottom: sources → landing → accepted → warehouse → dashboard.
# `make` alone lists what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build sample land check model docs-site publish docs check-mapping test test-slow bench bench-decisions bench-pages slips pictures lint clean

PYTHON  ?= python3
SOURCES ?= data/mappings/sample.toml
AS_OF   ?=
ADDRESS ?= 127.0.0.1
PORT    ?= 8501
DOCS_PORT ?= 8502
ROOT    ?=
TARGET  ?= duckdb

PY := .venv/bin/python
export HOLDT_HOME ?= $(CURDIR)/data
# One place says "do not phone home".
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

ENVIRONMENT := .venv/ready $(if $(filter spark,$(TARGET)),.venv/spark-ready)
STAGES  := $(if $(ROOT),,$(if $(filter %/sample.toml,$(SOURCES)),sample)) land check model docs-site publish
REFRESH  = SOURCES="$(SOURCES)" AS_OF="$(AS_OF)" ROOT="$(ROOT)" TARGET="$(TARGET)" $(PY) -m data.refresh

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'
	@printf '\n  SOURCES=path/to/mapping.toml   whose promises (now: %s)\n' '$(SOURCES)'
	@printf '  AS_OF=2022-07-18               judge as of that day (default: the mapping, else today)\n'
	@printf '  TARGET=spark                   judge on Apache Spark (needs Java 17; default: duckdb)\n'
	@printf '  PORT=8501 ADDRESS=127.0.0.1    where the dashboard listens\n'

run: $(ENVIRONMENT) ## Build SOURCES, unless nothing changed, and open the dashboard
	@$(PY) -m dashboard.port "$(ADDRESS)" "$(PORT)"
	@$(REFRESH) $(STAGES) --if-changed
	@echo "holdt: the dashboard is at http://$(ADDRESS):$(PORT) (stop with Ctrl-C)"
	@$(PY) -m dashboard.first_reader "$(ADDRESS)" "$(PORT)" 2>/dev/null &
	@$(PY) -m streamlit run dashboard/app.py --server.address $(ADDRESS) --server.port $(PORT)

build: $(ENVIRONMENT) ## Read, check, model and publish SOURCES, without opening the dashboard
	@$(REFRESH) $(STAGES)

# ── the stages, in order, one at a time; `make build` runs them under a lock and keeps how they ended ──

sample: .venv/ready ## Make the sample world
	@$(REFRESH) --by-hand sample

land: .venv/ready ## 1 read SOURCES into data/landing
	@$(REFRESH) --by-hand land

check: .venv/ready ## 2 split data/landing into data/accepted and data/quarantine
	@$(REFRESH) --by-hand check

model: $(ENVIRONMENT) ## 3 judge the promises with dbt
	@$(REFRESH) --by-hand model

docs-site: .venv/ready
	@$(REFRESH) --by-hand docs-site

publish: .venv/ready ## 4 move data/warehouse/current.duckdb to what passed
	@$(REFRESH) --by-hand publish

check-mapping: .venv/ready ## Say what SOURCES will be read as, without building
	@$(PY) -m data.intake --check --sources "$(SOURCES)" $(if $(AS_OF),--as-of $(AS_OF)) $(if $(ROOT),--root "$(ROOT)")

docs: .venv/ready ## Read the definitions of every model and column in a browser
	@$(PY) -m dashboard.port "$(ADDRESS)" "$(DOCS_PORT)" DOCS_PORT
	@echo "holdt: the definitions are at http://$(ADDRESS):$(DOCS_PORT) (stop with Ctrl-C)"
	@$(PY) -m http.server --bind $(ADDRESS) --directory "$(HOLDT_HOME)/warehouse/docs" $(DOCS_PORT)

test: .venv/ready ## Run the tests (some minutes)
	@$(PY) -m pytest -m "not slow" -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test-slow: .venv/ready .venv/spark-ready ## Run the slow tests too
	@$(PY) -m pytest -m slow -n auto --maxprocesses 2 --dist loadfile --no-loadscope-reorder
	@HOLDT_EXAMPLES=100 $(PY) -m pytest tests/dbt/test_oracle.py tests/dbt/delay/test_oracle_attribution.py

bench: .venv/ready ## Measure a refresh of PROMISES promises against the least it could cost
	@$(PY) tests/bench $(or $(PROMISES),1000000) $(if $(MORE),--more) $(if $(FOLDER),--folder "$(FOLDER)")

bench-decisions: .venv/ready ## Measure the judgements where the truth is known, beside the rules of peers
	@PYTHONPATH=.:tests $(PY) -m bench.decisions $(PARTS) $(if $(SHORT),--short)

bench-pages: .venv/ready ## Measure what a page costs its server: first, again, and for fifty readers at once
	@$(PY) tests/bench/readers.py "$(HOLDT_HOME)" $(if $(BEFORE),--before "$(BEFORE)") $(if $(BEFORE_HOME),--before-home "$(BEFORE_HOME)")

slips: .venv/ready ## Put small slips into the models, to list those that no test sees
	@PYTHONPATH=.:tests $(PY) -m slips --minutes $(or $(MINUTES),20) --seed $(or $(SEED),1) --models "$(MODELS)" $(if $(AGAIN),--again "$(AGAIN)") --out $(or $(OUT),slips.txt)

pictures: .venv/ready ## Photograph every page into FOLDER, to be looked at
	@PYTHONPATH=. $(PY) tests/dashboard/pictures.py $(or $(FOLDER),pictures)

lint: .venv/ready .venv/sql-linted ## Read the code for slips
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m pyrefly check --summary=none

# a minute of processor time for all of it: only what was changed is read again
SQL := $(shell find dbt/models dbt/data-tests -name '*.sql')
SQL_RULES := .sqlfluff $(wildcard .ci/sqlfluff/*.py dbt/macros/*.sql)
.venv/sql-linted: $(SQL) $(SQL_RULES) | .venv/ready
	@printf '%s\n' $(if $(filter $(SQL_RULES),$?),$(SQL),$?) | xargs -P 2 -n 20 $(PY) -m sqlfluff lint --nocolor --disable-progress-bar
	@touch $@

clean: ## Remove what was built (the environment and your own data stay)
	rm -rf data/{landing,accepted,quarantine,modelling,warehouse,sample_world} data/.intake-*

.venv/ready: pyproject.toml .ci/constraints.txt
	@echo "holdt: making the environment in .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --upgrade pip
	@$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > .venv/dependencies.txt
	@$(PY) -m pip install --quiet --constraint .ci/constraints.txt --requirement .venv/dependencies.txt --group test
	@touch $@

.venv/spark-ready: .venv/ready
	@echo "holdt: adding Apache Spark to the environment (half a gigabyte, once)"
	@$(PY) -m pip install --quiet --constraint .ci/constraints.txt --group spark
	@touch $@
