# Everything that is done with this repository, one word each. Every target sets up first what it needs.

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo test test-long chaos mutants check lint format types bench pictures seed pins messages \
	generated verbs clean-var

help:
	@echo "make run        set up, then serve pages, API and background work on 127.0.0.1:$(PORT); Ctrl-C ends it"
	@echo "make demo       with the server up: play one dossier from the counter to the e-result"
	@echo "make test       set up, then all tests (starts and stops a PostgreSQL and a Redis of its own)"
	@echo "make check      lint, format, types, import rules, migrations and generated files up to date"
	@echo ""
	@echo "make setup      system packages, .venv/, translations (the others call it)"
	@echo "make seed       load the catalogue, the offices and the demo accounts again"
	@echo "make test-long  the longer proofs        make chaos     kill workers at random instants"
	@echo "make mutants    change lifecycle, guards and clock; the tests must notice (ARGS='dossiers.clock.*' a part)"
	@echo "make bench      ours against the bare baseline, one table (ONLY=name runs a part)"
	@echo "make pictures   pictures of the pages in docs/pictures/"
	@echo "make lint       ruff, djlint, import rules    make types    mypy --strict"
	@echo "make format     let ruff write the format     make messages collect the sentences to translate"
	@echo "make generated  write the generated files anew (API, states, events, roles)"
	@echo "make verbs      play every verb in every state by every role, and write docs/verbs.md anew (two minutes)"
	@echo "make pins       requirements*.txt anew from requirements*.in (UPGRADE=1 takes the newest)"
	@echo "make clean-var  delete var/: database, media, keys. Asks nothing."

setup:
	@./setup.sh run

setup-test:
	@./setup.sh test

run: setup
	@$(MANAGE) run

demo: setup
	@$(PYTHON) -m seeds.demo

test: setup-test
	@$(PYTHON) -m pytest -n 2 -m "not long" $(ARGS)

test-long: setup-test
	@$(PYTHON) -m pytest -m long $(ARGS)

chaos: setup-test
	@$(PYTHON) -m tools.chaos $(ARGS)

mutants: setup-test
	@$(PYTHON) -m tools.mutants $(ARGS)

check: setup-test
	@tools/check

lint: setup-test
	@tools/check lint

types: setup-test
	@tools/check types

format: setup-test
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

bench: setup-test
	@$(PYTHON) -m bench $(ONLY)

pictures: setup-test
	@$(PYTHON) -m tools.pictures

seed: setup
	@$(MANAGE) seed

generated: setup-test
	@tools/check --write

verbs: setup-test
	@WRITE_TABLES=1 $(PYTHON) -m pytest -n 0 -q tests/dossiers/test_verb_table.py

messages: setup
	@$(MANAGE) makemessages --locale vi --no-obsolete --ignore .venv --ignore var

pins: setup-test
	@$(PYTHON) -m tools.make_pins $(if $(UPGRADE),--upgrade)

clean-var:
	rm -rf "$${ONESTOP_VAR:-var}"
