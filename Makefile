# Every target sets up what it needs first; `make help` lists them. Works from any folder: `make -C <checkout> demo`.
HERE := $(dir $(realpath $(firstword $(MAKEFILE_LIST))))
BIN := .venv/bin
SETUP := cd '$(HERE)' && deploy/setup.sh
LINK ?= kafka
ONCE ?=
TESTS ?= tests
ARGS ?=
# The types of models need the settings, and those need a name for everything; nothing is contacted.
NAMED := GOVHALL_MODE=local GOVHALL_CELL=types GOVHALL_SECRET_KEY=types GOVHALL_VALKEY_URL=redis://types GOVHALL_LINK=direct \
  GOVHALL_MASTER_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
KAFKA_IF_WANTED := $(if $(filter direct,$(LINK)),,kafka)

.DEFAULT_GOAL := help
.PHONY: help demo test test-fault coverage bench lint written lock audit clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' '$(HERE)Makefile' | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

demo: ## two cells at work, then stay up; ONCE=1 ends after the stories, LINK=direct needs no Kafka
	@$(SETUP) $(KAFKA_IF_WANTED) && exec $(BIN)/python -m deploy.demo --link $(LINK) $(if $(ONCE),--once) $(ARGS)

test: lint ## lint and every test but the long ones, against real PostgreSQL, Valkey and Kafka
	@$(SETUP) kafka objects tls browser && exec $(if $(filter-out tests,$(TESTS)),$(BIN)/pytest -m 'not long' $(ARGS) $(TESTS),$(BIN)/python -m tests.shares test $(ARGS))

test-fault: ## all fault tests, 10,000 bad messages and minutes of fuzzing, the long ones too
	@$(SETUP) kafka objects tls && exec $(BIN)/pytest $(ARGS) tests/fault tests/fuzz tests/flow/federation/test_bad_messages.py

coverage: ## the tests that compute, and which lines of the product none of them reaches
	@$(SETUP) kafka objects tls browser && exec $(BIN)/python -m tests.shares coverage $(ARGS)

bench: ## measure throughput and delay; prints a table and writes it as JSON
	@$(SETUP) kafka && exec $(BIN)/python -m tests.load $(ARGS)

lint: ## ruff, import directions, types
	@$(SETUP) && $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(NAMED) $(BIN)/mypy

written: ## write what is derived from the code again: the page of acts and the GraphQL schema
	@$(SETUP) && $(NAMED) GOVHALL_DATABASE_URL=postgres://none:none@127.0.0.1:1/none $(BIN)/python -m tests.written

lock: ## pin the newest packages that pyproject.toml allows (needs uv)
	@cd '$(HERE)' && uv pip compile --upgrade --quiet --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml -o requirements.lock

audit: ## known faults of the pinned packages, as the package index publishes them (needs the internet)
	@$(SETUP) && { test -x .cache/audit/bin/pip-audit || { $(BIN)/python -m venv .cache/audit && .cache/audit/bin/pip -q install 'pip-audit>=2.10,<3'; }; } && \
	  .cache/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

clean: ## delete the data of runs and what tools leave behind; .venv and .cache stay
	@$(SETUP) && $(BIN)/python -m deploy.local.clean
