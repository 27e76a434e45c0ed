"""The examples in docstrings: each gives what it says, in every layer that is light to load and in the API."""

from __future__ import annotations

import doctest
import importlib
import io
import pkgutil
from collections.abc import Iterator

import pytest

import gauntlet_desktop

LAYERS = ("core", "api", "imaging", "evaluation", "store", "reporting")


def examples() -> Iterator[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    for layer in LAYERS:
        path = [f"{each}/{layer}" for each in gauntlet_desktop.__path__]
        for found in pkgutil.walk_packages(path, f"gauntlet_desktop.{layer}."):
            for test in finder.find(importlib.import_module(found.name)):
                if test.examples:
                    yield test


EXAMPLES = list(examples())


@pytest.mark.parametrize("test", EXAMPLES, ids=lambda test: test.name.removeprefix("gauntlet_desktop."))
def test_an_example_gives_what_it_says(test: doctest.DocTest) -> None:
    told = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(test, out=told.write)
    assert result.attempted == len(test.examples)
    assert not result.failed, told.getvalue()


def test_what_the_field_computes_has_an_example() -> None:
    named = {test.name.removeprefix("gauntlet_desktop.") for test in EXAMPLES}
    assert {
        "core.elub.empirical_bounds",
        "core.intervals.clopper_pearson",
        "core.likelihood.posterior_probability",
        "core.likelihood.verbal_scale",
        "core.lr_metrics.auc",
        "core.lr_metrics.cllr",
        "core.safe_text.visible",
        "api.parameters.complete",
    } <= named


def test_an_example_that_is_wrong_would_be_found() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert doctest.DocTestRunner(verbose=False).run(wrong, out=lambda _: None).failed == 1
