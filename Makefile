# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= data
PORT ?= 8000

.PHONY: run install test test-tools test-all clients w3c examples lint types unit score scores golden lock entities clean

run: install
	$(BIN)/python -m kg ingest --store $(STORE) seeds
	$(BIN)/python -m server --make-token --store $(STORE) --port $(PORT)

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version). Set PYTHON=python3.12, say." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

test: $(VENV)/.installed-dev lint types unit

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

unit: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-all: test w3c clients  # more joins here as it is written

w3c: $(VENV)/.installed-dev  # every W3C SPARQL and RDF suite over HTTP, where the kit lies beside this folder
	$(BIN)/python -m pytest tests/server/test_w3c.py --w3c-all -s

clients: $(VENV)/.installed-dev  # other people's clients against the real server, those from npm too
	$(BIN)/python -m pytest tests/server/clients --npm

test-tools:  # what tests need from the system, as root; everything is told when it is absent
	@if command -v chromium >/dev/null 2>&1; then echo "chromium is there"; else apt-get update -qq && apt-get install -y -qq chromium; fi
	@if command -v node >/dev/null 2>&1; then echo "node is there"; else apt-get update -qq && apt-get install -y -qq nodejs npm; fi
	@if command -v curl >/dev/null 2>&1; then echo "curl is there"; else apt-get update -qq && apt-get install -y -qq curl; fi
	cd tests/server/clients/node && npm ci --silent --no-audit --no-fund

examples: install  # example texts written for this project
	$(BIN)/python -m kg ingest --store $(STORE) seeds/examples

score: install  # extraction against the gold facts, where they lie beside this folder
	$(BIN)/python -m kg score

scores: $(VENV)/.installed-dev  # keep the figures that the next change is compared with, here and in the docs
	$(BIN)/python -m kg score --save
	$(BIN)/python -m tests.golden figures

golden: $(VENV)/.installed-dev  # show the triples that the seed and the example texts gain and lose, and accept them
	$(BIN)/python -m tests.golden accept

lock:  # pin and hash again after a change of requirements*.txt (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --output-file requirements.lock requirements.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --output-file requirements-dev.lock requirements-dev.txt

entities: $(VENV)/.installed-dev  # write ontology/entities.ttl again
	$(BIN)/python -m ontology.build_entities

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build *.egg-info
