# The two commands: `make run` and `make test`.  Everything else is listed by `make help`.

VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test check audit ui docs clean lock

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed  ## set up, build the warehouse from the sample articles, show the facts
	@$(BIN)/factwire run --inbox data/sample

test: $(VENV)/.installed  ## set up and run the tests
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.installed audit  ## lint, types, SQL lint, dbt parse, links of the docs, audits
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar dbt_project/models dbt_project/tests dbt_project/analyses
	$(BIN)/python -m pytest tests/dbt -k parse
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Bandit reads what is installed; benchmarks and tests, which start servers and kill them, have the same rules of Ruff.
# The hashes of the lock and a path in a unit file look like secrets and are none; what else does says so on its line.
audit: $(VENV)/.installed  ## look for insecure code, secrets and vulnerable dependencies
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml pipelines dbt_project
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --exclude-files '^requirements\.lock$$' --exclude-secrets '^FACTWIRE_HOME=/'
	$(BIN)/python -m tests.hostile.audit

ui: $(VENV)/.installed  ## serve the Dagster UI on 127.0.0.1:3000, opening on the lineage
	@$(BIN)/factwire ui

docs: run  ## write the data dictionary, the answers of the recipe book and the reference of the command anew
	@$(BIN)/python -m pipelines.publish.dictionary > docs/data-dictionary.md
	@$(BIN)/python -m pipelines.publish.recipes data > docs/recipes.md
	@$(BIN)/python -m typer pipelines/cli.py utils docs --name factwire > docs/cli.md

clean:  ## remove the environment and everything generated (the default home's warehouse and its history too)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
	rm -rf data/warehouse.duckdb* data/published data/dagster data/dbt data/run.lock

lock: $(VENV)/.installed  ## pin the dependencies of pyproject.toml anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --group dev --extra mcp pyproject.toml --output-file requirements.lock

# uv installs in half a minute what pip takes minutes for; the lock's hashes are checked.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if (3, 11) <= v < (3, 14) else "Python %d.%d found, 3.11 to 3.13 needed: make PYTHON=python3.12 …" % v[:2])'
	@echo "setting up $(VENV)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable .
	@touch $@
