"""GAUNTLET_THREADS reaches the plugins of the real inference processes, before any library is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gauntlet_desktop.app.batch.book import MemoryBook
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.core.records import AnalysisRecord
from tests.contract.plugin_project import detector_code, write_package
from tests.contract.test_discovery import install
from tests.engine.test_batch import run

NAME = "thread-counter"
# What the variables said when the plugin was imported, and what it is told when it is asked: as one number.
CODE = f"""
import os
from gauntlet_desktop.api.threads import processor_threads
AT_IMPORT = [int(os.environ.get(f"{{name}}_NUM_THREADS", "0")) for name in ("OMP", "MKL", "OPENBLAS")]
{detector_code(NAME, "return DetectorOutput(float(''.join(map(str, [processor_threads(), *AT_IMPORT]))))")}
"""


@pytest.fixture(autouse=True)
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The detector is installed, and nobody has said anything about threads."""
    write_package(tmp_path / "site", "thread_counter", NAME, CODE)
    install(tmp_path / "site", NAME, "thread_counter")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    for name in ("GAUNTLET_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)


def counted(record: AnalysisRecord | None) -> float | None:
    assert record is not None
    (score,) = [each.score for each in record.detectors if each.id == NAME]
    return score


@pytest.mark.parametrize(("variable", "expected"), [("3", 3333.0), ("many", 0.0)])
def test_an_analysis_uses_as_many_threads_as_it_may(
    photo: Path, monkeypatch: pytest.MonkeyPatch, variable: str, expected: float
) -> None:
    monkeypatch.setenv("GAUNTLET_THREADS", variable)
    ((record, _),) = iterate([os.fsencode(photo)])
    assert counted(record) == expected


def test_each_process_of_a_batch_uses_one_whatever_the_variable_says(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAUNTLET_THREADS", "3")
    listener = run(photo.parent, MemoryBook(), BatchSettings(jobs=1, decoders=1))
    assert counted(listener.done[photo.name].record) == 1111.0
