"""What a plugin changes of its process is set back: the answers of the others do not depend on it."""

from __future__ import annotations

import locale
import logging
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.api import DetectorOutput, ImageInput
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference import shared_state
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.pipeline import Picture
from gauntlet_desktop.inference.shared_state import SharedState, kept
from tests.contract.plugin_project import detector_code, discovered
from tests.contract.test_pipeline import BrightnessRule, FixedDetector, analyse, loaded, registry
from tests.contract.test_pipeline import picture as picture  # noqa: PLC0414 - the fixture

CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "folder": (lambda: os.chdir("/"), "the working folder"),
    "locale": (lambda: locale.setlocale(locale.LC_ALL, "C"), "the locale"),
    "variable": (lambda: os.environ.update(GAUNTLET_TRIED="changed"), "the environment"),
    "removed variable": (lambda: os.environ.pop("GAUNTLET_TRIED"), "the environment"),
    "random": (lambda: random.seed(3), "Python's random state"),
    "numpy random": (lambda: np.random.seed(3), "NumPy's random state"),
    "numpy errors": (lambda: np.seterr(all="raise"), "NumPy's handling of errors"),
}


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has something to lose, and that is left as it was even where a test fails."""
    before = SharedState.now()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAUNTLET_TRIED", "before")
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    shared_state._tell.cache_clear()
    yield
    before.restore()


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_each_change_is_named_and_set_back(name: str, caplog: pytest.LogCaptureFixture) -> None:
    change, called = CHANGES[name]
    before = SharedState.now()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), kept("bad"):
            change()
            assert before.changes() == [called]
            raise ZeroDivisionError
        assert before.changes() == []
    assert caplog.messages == [f"bad changed {called}, which all plugins share: it was set back"]


def test_what_is_added_to_the_environment_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries that are loaded at their first use add their own variables, and rely on them."""
    monkeypatch.delenv("GAUNTLET_ADDED", raising=False)
    with kept("library"):
        os.environ["GAUNTLET_ADDED"] = "1"
    assert os.environ["GAUNTLET_ADDED"] == "1"


def test_a_working_folder_that_was_removed_is_no_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    with kept("bad"):
        random.seed(4)
    os.chdir(tmp_path)


class Changing(FixedDetector):
    """Changes all there is, whatever it is asked for."""

    id = "changing"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        for name, (change, _) in CHANGES.items():
            if name != "removed variable":
                change()
        return super().detect(image, context)


class Sensitive(FixedDetector):
    """Answers by what it finds of the process."""

    id = "sensitive"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        found = (str(Path.cwd()), os.environ["GAUNTLET_TRIED"], locale.setlocale(locale.LC_ALL), np.geterr()["under"])
        return DetectorOutput(float(sum(map(ord, "".join(found)))) + random.random() + float(np.random.random()))


class DividingRule(BrightnessRule):
    """Divides by zero, which NumPy only minds when it was told to."""

    def measure(self, planes: object):  # type: ignore[no-untyped-def]
        np.float64(1e-300) * np.float64(1e-300)
        return super().measure(planes)


class ChangingRule(BrightnessRule):
    def measure(self, planes: object):  # type: ignore[no-untyped-def]
        np.seterr(all="raise")
        return super().measure(planes)


def test_the_answers_of_other_plugins_are_as_without_it(picture: Picture) -> None:
    random.seed(1)
    np.random.seed(1)
    state = SharedState.now()
    sensitive, others = loaded(Sensitive(), calibrated=False), {"explainers": [], "narrators": []}
    alone = analyse(registry(detectors=[sensitive], rules=[DividingRule()], **others), picture)[-1]
    state.restore()
    both = [loaded(Changing(), calibrated=False), sensitive]
    beside = analyse(registry(detectors=both, rules=[ChangingRule(), DividingRule()], **others), picture)[-1]
    assert beside.detectors[1].score == alone.detectors[0].score
    assert beside.failures == () and beside.findings[1] == alone.findings[0]


def test_loading_a_plugin_leaves_the_process_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code = "import os, numpy\nos.chdir('/')\nnumpy.seterr(all='raise')\n" + detector_code("roaming")
    before = SharedState.now()
    with caplog.at_level(logging.WARNING):
        found = load([discovered(monkeypatch, tmp_path / "site", "roaming", code)])
    assert [each.detector.id for each in found.detectors] == ["roaming"]
    assert before.changes() == []
    assert "roaming changed the working folder, NumPy's handling of errors" in caplog.text
