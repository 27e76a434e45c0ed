# make run    the program on the bundled sample images (light install)
# make test   lint, types, layers and the test suite (full install and tools)
# make offline  the main job without network interfaces, and traced
# make setup  the full program and the tools into .venv, nothing else
# make fuzz   one parser under random bytes: TARGET=name SECONDS=60; without a target, the names
# make soak   hours of triage in the real window: does memory grow, do handles or threads?
# make bench  all benchmarks, or some with BENCH="name 'name --option 3'"; figures beside the last ones in out/bench
# make dist   sdist, wheel and bills of materials into dist/, the same bytes for the same commit
# make translations  the texts of the window collected, checked and compiled
# make deb    a Debian package of the light install into dist/, from the package index
# make smoke  install the wheel into an empty environment and try it; smoke-full with all extras (6 GB)
# make sizes  both installs tried and measured; writes docs/install-sizes.md
# make docs   the documentation as a site, into out/docs

VENV    := .venv
BIN     := $(VENV)/bin
SAMPLES := gauntlet_desktop/resources/samples
OUT     := out
PYTHON  ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
# Where coverage is a promise, not a figure.
COVERED := gauntlet_desktop.core gauntlet_desktop.api gauntlet_desktop.store
# Where it is measured: on Python 3.11 the tracer makes whatever runs beside it up to twice as slow.
MEASURED := tests/unit tests/contract
PYTEST  := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist worksteal

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run samples-report test offline setup bench docs soak translations dist deb smoke smoke-full sizes fuzz

run: $(VENV)/.light
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then \
		sh installer/check-qt-libraries.sh && exec $(BIN)/gauntlet open $(SAMPLES); \
	else \
		sh installer/check-qt-libraries.sh || echo "Going on without the window."; \
		$(MAKE) --no-print-directory samples-report; \
	fi

# One sample is damaged on purpose, so that "some inputs failed" (3) is the right answer.
samples-report:
	@mkdir -p $(OUT)/samples
	@echo "There is no display: analysing the sample images on the command line."
	@$(BIN)/gauntlet analyze $(SAMPLES) --report $(OUT)/samples/report.pdf --heatmap $(OUT)/samples 2>$(OUT)/samples/log.txt || \
		{ status=$$?; [ $$status -eq 3 ] || { cat $(OUT)/samples/log.txt >&2; exit $$status; }; }
	@echo; echo "The reports are:"; ls -v $(OUT)/samples/report-*.pdf

test: setup
	sh installer/check-qt-libraries.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) $(MEASURED) $(COVERED:%=--cov=%) --cov-fail-under=100 --cov-report=term-missing:skip-covered
	$(PYTEST) $(MEASURED:%=--ignore=%)

# Also part of `make test`: analyse, report, verify, batch and case, where no network can be reached.
offline: setup
	$(BIN)/python -m pytest tests/engine/test_main_job.py tests/unit/test_no_network.py

docs: setup
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs $(OUT)/docs
	@echo "Open $(OUT)/docs/index.html"

dist: setup
	$(BIN)/python -m installer.sbom dist
	$(BIN)/python -m installer.build_dist dist

translations: setup
	$(BIN)/python -m scripts.translations

deb: setup
	$(BIN)/python -m installer.build_deb dist

smoke: setup
	$(BIN)/python -m installer.try_installs light

smoke-full: setup
	$(BIN)/python -m installer.try_installs full

sizes: setup
	$(BIN)/python -m installer.try_installs light full --write

setup: $(VENV)/.full

bench: setup
	$(BIN)/python -m bench --out $(OUT)/bench $(BENCH)

# SOAK="--switches 500 --analyses 50 --cancels 10" for a short one.
soak: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m bench.soak $(SOAK)

fuzz: setup
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install -q -e '.[fuzz]'
	@$(BIN)/python -m fuzz $(TARGET) --seconds $(or $(SECONDS),60)

# The light install. What is there already stays: after the full one this adds nothing.
$(VENV)/.light: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.full: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e '.[full,cluster,sign,dev]'
	@touch $@ $(VENV)/.light

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; \
		else \
			echo "Python lacks its venv module. On Debian: sudo apt-get install python3-venv" >&2; exit 1; \
		fi; }
	$(PYTHON) -m venv $(VENV)
