# For people in a hurry. Each target first sets up what it needs, once: `make help` lists them.
# All names are relative, so that the folder may have spaces and any letters in its path.

PYTHON ?= python3
export PYTHONUTF8 = 1
unexport GITHUB_ACTIONS  # only `report` annotates: a pull request hears of its own lines, not of the whole book

# The stamp bears the name of the Python that made .venv: after an upgrade of the system it is made anew.
python := $(shell basename "$$(readlink -f "$$(command -v "$(PYTHON)")")")
ready_to_build := .venv/.ready-to-build-$(python)
ready_to_test := .venv/.ready-to-test-$(python)
ready_to_look := .venv/node/.ready
guidebook := .venv/bin/guidebook
in_venv := .venv/bin/python -m

MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help build print serve check links issue report comment accept test test-all bench lighthouse schema new-book audit lock release clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

build: $(ready_to_build) ## The site, and guide and booklet in each language
	@$(guidebook) build

print: $(ready_to_build) ## The site and every printed edition
	@$(guidebook) build --all-editions

serve: $(ready_to_build) ## The site in your browser, following what you write
	@$(guidebook) serve

check: $(ready_to_build) ## What is wrong in the book, with file and line
	@$(guidebook) check

# The book of another city has the program without its tests: there its own check remains.
test: $(ready_to_test) ## All that must pass before a change is merged
	@[ ! -d tests ] || $(in_venv) ruff check
	@[ ! -d tests ] || $(in_venv) pytest -n auto
	@$(guidebook) check

test-all: $(ready_to_test) ## The same and the long tests, once a week
	@[ ! -d tests ] || $(in_venv) ruff check
	@[ ! -d tests ] || GUIDEBOOK_TEST=all $(in_venv) pytest -n auto
	@$(guidebook) check

bench: $(ready_to_test) ## How long things take, and how much memory; PART: commands, print, translations, reading
	@.venv/bin/python tests/bench $(PART)

# For development only, with Node; kept out of tests/, where our own tests read every file.
lighthouse: $(ready_to_test) $(ready_to_look) ## What Lighthouse says of the site on a phone: build/lighthouse
	@.venv/bin/python tests/node/lighthouse.py

schema: $(ready_to_test) $(ready_to_look) ## Whether the data in our pages are those of schema.org
	@.venv/bin/python tests/node/schema.py

links: $(ready_to_build) ## Whether the addresses outside the book still lead somewhere
	@$(guidebook) links

issue: $(ready_to_build) ## The same once a week, as the text of an issue: build/links
	@$(guidebook) links --all --issue build/links

report: $(ready_to_build) ## What a pull request changes since BASE (main), as its translator sees it: build/report
	@GITHUB_ACTIONS="$(GITHUB_ACTIONS)" $(guidebook) report --base "$${BASE:-main}" --to build/report

comment: $(ready_to_build) ## For a workflow: the comment made of REPORT, which nobody has to trust, PATHS and SAID
	@mkdir -p build
	@$(guidebook) report --comment "$$REPORT" --paths "$$PATHS" --run "$$RUN" \
		--said "$$SAID" --suggest build/suggestions.json > build/comment.md

accept: $(ready_to_build) ## For a workflow: the translations FILES of pull-request/ are up to date
	@$(guidebook) --config pull-request/mkdocs.yml accept --to build/accepted.json -- $$FILES

release: print ## The PDFs of all languages in one folder, build/release, each with its checksum
	@rm -rf build/release && mkdir -p build/release
	@cd build/print && find . -name '[!.]*.pdf' | while read -r file; do \
		cp "$$file" "../release/$$(printf '%s' "$${file#./}" | tr / -)" || exit 1; done
	@cd build/release && sha256sum -- *.pdf > SHA256SUMS

new-book: $(ready_to_build) ## The book of another city begins in build/new-book (NAME, LANGUAGES, REPOSITORY)
	@rm -rf build/new-book
	@$(guidebook) new build/new-book --only-book --name "$$NAME" --languages "$$LANGUAGES" --repository "$$REPOSITORY"

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

$(ready_to_look): tests/node/package-lock.json
	@mkdir -p .venv/node && cp tests/node/package.json tests/node/package-lock.json tests/node/.npmrc .venv/node/
	@npm ci --prefix .venv/node --loglevel error
	@touch $@
