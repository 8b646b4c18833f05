# Two commands are all a newcomer needs:
#   make demo    set up, then open the demonstration project
#   make test    set up, then run the tests
# The first run installs what is missing into .venv; later runs start at once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint format setup setup-dev bench demo-model saliency-net screenshots translations clean

demo: setup
	$(BIN)/stac demo

test: setup-dev
	$(BIN)/python -m pytest -n auto -q

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(VENV)/.stamp-run
setup-dev: $(VENV)/.stamp-dev

$(VENV)/.stamp-run: pyproject.toml constraints.txt .ci/setup
	PYTHON="$(PYTHON)" VENV="$(VENV)" .ci/setup .
	touch $@

$(VENV)/.stamp-dev: pyproject.toml constraints.txt .ci/setup
	PYTHON="$(PYTHON)" VENV="$(VENV)" .ci/setup ".[dev]"
	touch $@ $(VENV)/.stamp-run

# Compares speed and memory with plain implementations (see benchmarks/results.md).
bench: setup
	$(BIN)/python benchmarks/cam.py
	$(BIN)/python benchmarks/contrast.py
	$(BIN)/python benchmarks/train_step.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

# Trains the demonstration's model anew (see resources/demo/card.md).
demo-model: setup
	$(BIN)/python -m stac_core.demo.train_model

# Trains the synthetic-defect net anew (see resources/saliency/card.md).
saliency-net: setup
	$(BIN)/python -m stac_core.saliency.synthetic_net

# Draws the README's pictures anew, from a fresh demonstration project.
screenshots: setup
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/stac demo --dir "$$folder/stac-demo" --screenshot resources/screenshots/demo.png && \
	QT_QPA_PLATFORM=offscreen $(BIN)/python -c "import sys; from pathlib import Path; \
	from stac_gui.screenshot import draw_training; \
	draw_training(Path(sys.argv[1]), Path(sys.argv[2]), epochs=60, shown=20)" \
	"$$folder/stac-demo" resources/screenshots/training.png

# Puts new strings of the window into resources/translations/*.ts and compiles them. Translate what is
# new there by hand or with pyside6-linguist, then run it again.
translations: setup
	$(BIN)/python tools/translations.py
