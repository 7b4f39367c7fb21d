# Every target does its own set-up: Python 3.11 (or newer) and make are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# azure-native has 20,000 modules: compiling the few that are used, when they are, is much faster
INSTALL := $(PIP) install --no-compile --constraint requirements-dev.lock

# nothing is compiled at installation, so what is compiled later has to be kept
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo loop test coverage check lint types imports docs docs-check fix bench engine-test lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.program ## deploy the demo to the local Azure and show what it emits and costs
	@$(BIN)/azgreen up --stack local

loop: $(VENV)/.program ## right-size a stack that is too large, and measure what it saves
	@$(BIN)/python examples/closed-loop

test: $(VENV)/.test ## run the whole test suite
	@$(BIN)/python -m pytest -n 2

coverage: $(VENV)/.test ## the test suite with branch coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --sort=cover

check: lint types imports docs-check test ## everything that CI runs

lint: $(VENV)/.lint ## ruff and codespell
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell

types: $(VENV)/.lint ## the strict type checker
	@$(BIN)/basedpyright

imports: $(VENV)/.lint ## the arrows between the packages
	@$(BIN)/lint-imports

docs: $(VENV)/.test ## write the generated documents and schemas
	@$(BIN)/python scripts/gen_docs.py

docs-check: $(VENV)/.test ## are the generated documents current?
	@$(BIN)/python scripts/gen_docs.py --check

fix: $(VENV)/.lint ## format, and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.test ## print the benchmarks, each a ratio measured side by side
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file; done

engine-test: $(VENV)/.test ## the tests that need a real pulumi on PATH
	@$(BIN)/python -m pytest -m engine

lock: $(VENV)/.lint ## pin what contributors and CI install
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	  --all-extras --group dev --no-header --no-annotate --upgrade pyproject.toml -o requirements-dev.lock

clean: ## forget everything that was made here
	rm -rf $(VENV) .azgreen

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "azgreen needs Python 3.11 or newer; $(PYTHON) is older: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install "pip>=25.1" # the first that knows --group; it also installs at half the cost

$(VENV)/.program: $(VENV)/bin/python pyproject.toml requirements-dev.lock
	@echo "setting up $(VENV) (once; about a minute)"
	@$(INSTALL) --editable '.[azure,components,policies,emulator]'
	@touch $@

# Spark needs Java: its tests are installed for where there is one, and skip elsewhere
$(VENV)/.test: $(VENV)/.program
	@$(INSTALL) --editable '.[all]' --group test $(if $(shell command -v java),--group spark)
	@touch $@

$(VENV)/.lint: $(VENV)/.test
	@$(INSTALL) --group lint
	@touch $@
