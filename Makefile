# For people in a hurry. Each target first sets up what it needs, once: `make help` lists them.
# All names are relative, so that the folder may have spaces and any letters in its path.

PYTHON ?= python3
export PYTHONUTF8 = 1

# The stamp bears the name of the Python that made .venv: after an upgrade of the system it is made anew.
python := $(shell basename "$$(readlink -f "$$(command -v "$(PYTHON)")")")
ready_to_build := .venv/.ready-to-build-$(python)
ready_to_test := .venv/.ready-to-test-$(python)
guidebook := .venv/bin/guidebook
in_venv := .venv/bin/python -m

MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help build print serve check summary test test-all bench audit lock release clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

build: $(ready_to_build) ## The site, and guide and booklet in each language
	@$(guidebook) build

print: $(ready_to_build) ## The site and every printed edition
	@$(guidebook) build --all-editions

serve: $(ready_to_build) ## The site in your browser, following what you write
	@$(guidebook) serve

check: $(ready_to_build) ## What is wrong in the book, with file and line
	@$(guidebook) check

test: $(ready_to_test) ## All that must pass before a change is merged
	@$(in_venv) ruff check
	@$(in_venv) pytest -n auto
	@$(guidebook) check

test-all: $(ready_to_test) ## The same and the long tests, once a week
	@$(in_venv) ruff check
	@GUIDEBOOK_TEST=all $(in_venv) pytest -n auto
	@$(guidebook) check

bench: $(ready_to_build) ## How long things take, and how much memory
	@.venv/bin/python tests/bench

summary: $(ready_to_build) ## State of the translations and of the checks as Markdown, for a pull request
	@printf '## Translations\n\n'; env -u GITHUB_ACTIONS $(guidebook) status 2>&1 | sed 's/^/    /'
	@printf '\n## Checks\n\n'; env -u GITHUB_ACTIONS $(guidebook) check 2>&1 | sed 's/^/    /'

release: print ## The PDFs of all languages in one folder, build/release, each with its checksum
	@rm -rf build/release && mkdir -p build/release
	@cd build/print && find . -name '[!.]*.pdf' | while read -r file; do \
		cp "$$file" "../release/$$(printf '%s' "$${file#./}" | tr / -)" || exit 1; done
	@cd build/release && sha256sum -- *.pdf > SHA256SUMS

audit: $(ready_to_test) ## Known weaknesses in the locked packages and in the workflows
	@$(in_venv) pip_audit --strict --disable-pip --require-hashes -r requirements-dev.txt -r requirements-lock.txt
	@.venv/bin/zizmor --no-progress .github

lock: ## Newest versions of all Python packages into requirements*.txt
	@"$(PYTHON)" scripts/setup.py lock

clean: ## Removes what was built; .venv stays
	@rm -rf build

$(ready_to_build): requirements.txt scripts/setup.py
	@"$(PYTHON)" scripts/setup.py build
	@touch $@

$(ready_to_test): requirements-dev.txt scripts/setup.py
	@"$(PYTHON)" scripts/setup.py test
	@touch $(ready_to_build) $@
