"""The tables of parameters in the documentation are those of the installed recipes.

`python -m tests.unit.test_training_docs` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from gauntlet_desktop.api import Parameter
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.inference.loader import load

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "training.md", DOCS / "source-recipes.md"]
PLACE = re.compile(r"(<!-- parameters ([a-z0-9-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def table(parameters: Sequence[Parameter]) -> str:
    rows = [
        f"| `--{p.name.replace('_', '-')}` | {p.description} | {p.range} | `{dumps(p.default)}` |" for p in parameters
    ]
    return "\n".join(["| option | what it is | allowed | default |", "| --- | --- | --- | --- |", *rows]) + "\n"


def renewed(page: str) -> str:
    tables = {recipe.id: table(recipe.parameters) for recipe in load().recipes}
    return PLACE.sub(lambda found: found[1] + tables.get(found[2], found[3]) + found[4], page)


def test_the_documentation_lists_the_parameters_of_every_installed_recipe() -> None:
    pages = [page.read_text(encoding="utf-8") for page in PAGES]
    for page in pages:
        assert renewed(page) == page, "run python -m tests.unit.test_training_docs"
    documented = [found[2] for page in pages for found in PLACE.finditer(page)]
    assert sorted(documented) == sorted(recipe.id for recipe in load().recipes)


@pytest.mark.parametrize("recipe", load().recipes, ids=lambda recipe: recipe.id)
def test_defaults_are_in_their_own_range(recipe: object) -> None:
    for parameter in recipe.parameters:  # type: ignore[attr-defined]
        assert parameter.check(parameter.default) == parameter.default
        assert parameter.description


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(renewed(each.read_text(encoding="utf-8")), encoding="utf-8")
