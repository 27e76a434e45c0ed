"""The acceptance kit finds what is wrong with a plugin, whatever the plugin does, and says so."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gauntlet_desktop.api import DetectorOutput, Generated, Measurement, Parameter, Recognised
from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.api.folders import FOLDER_VARIABLE
from gauntlet_desktop.app.plugin_check import RESULTS_NAME, CheckReport, check_plugin, remembered, results
from gauntlet_desktop.app.plugin_project import make_project
from gauntlet_desktop.core.errors import Cancelled, PluginFault, UserError
from gauntlet_desktop.core.findings import RuleSpec
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, Sentence
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.kit import contract, running, samples
from gauntlet_desktop.evaluation.kit.exercises import Exercise
from gauntlet_desktop.evaluation.kit.rows import Row, cancellation_rows, contract_rows, determinism_rows, memory_rows
from gauntlet_desktop.evaluation.kit.running import Outcome, digest
from tests.contract.plugin_project import install

NAME = "tried-plugin"
GOOD = "return DetectorOutput(float(image.pixels.mean()) / 255.0)"
STOPS = "context.checkpoint()"  # or the kit holds it against a plugin that it took a second, on a loaded machine too
DETECTOR = """
import os
import random
from gauntlet_desktop.api import DetectorOutput, hookimpl

KEPT = []


class Tried:
    id = "tried-plugin"

    def detect(self, image, context):
        {body}


@hookimpl
def gauntlet_detectors():
    return [Tried()]
"""
# What a detector does, the check that fails of it, and a part of what is said.
BAD = {
    "raises": ("raise ValueError('no such thing')", "contract", "ValueError: no such thing"),
    "no_output": ("return 0.5", "contract", "not DetectorOutput"),
    "not_finite": ("return DetectorOutput(float('nan'))", "contract", "not a finite number"),
    "writes_pixels": ("image.pixels[0] = 0", "contract", "read-only"),
    "changes_folder": (f"{STOPS}; os.chdir('/'); {GOOD}", "contract", "the working folder"),
    "seeds_all": (f"{STOPS}; random.seed(3); {GOOD}", "contract", "Python's random state"),
    "ends_process": ("os._exit(4)", "contract", "ended with status 4"),
    "differs": (f"{STOPS}; return DetectorOutput(float(os.getpid()))", "determinism", "another answer"),
    "breaks_when_cancelled": (
        f"try:\n            context.checkpoint()\n        except BaseException:\n            1 / 0\n        {GOOD}",
        "cancellation",
        "ZeroDivisionError",
    ),
    "leaks": (f"{STOPS}; KEPT.append(image.pixels.copy()); {GOOD}", "memory", "more held after each run"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "config"))
    return make_project("detector", NAME, tmp_path)


def package(project: Path) -> Path:
    return project / "tried_plugin"


def write_code(project: Path, body: str) -> None:
    (package(project) / "__init__.py").write_text(DETECTOR.format(body=body))


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def failed(report: CheckReport) -> dict[str, str]:
    assert report.passed == (not any(row.outcome == "failed" for row in report.rows))
    return {row.check: row.detail for row in report.rows if row.outcome == "failed"}


def gauntlet(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gauntlet_desktop", "plugins", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("fault", sorted(BAD))
def test_a_bad_detector_fails_the_check_that_it_breaks_and_no_other(fault: str, project: Path) -> None:
    body, check, said = BAD[fault]
    write_code(project, body)
    found = failed(check_plugin(str(project)))
    assert set(found) == {check}
    assert said in found[check]


def test_a_detector_that_hangs_is_stopped(project: Path) -> None:
    write_code(project, "while True: pass")
    found = failed(check_plugin(str(project), seconds=3.0))
    assert "stopped after 3 s" in found["contract"]


def test_a_recipe_whose_shortest_run_takes_long_could_not_be_tried(project: Path) -> None:
    folder = make_project("training-recipe", "slow-recipe", project.parent)
    edit(folder / "slow_recipe" / "__init__.py", "line = np.zeros(2)  # bias, slope", "while True: pass")
    report = check_plugin(str(folder), recipe_seconds=3.0)
    assert report.passed
    assert [row.check for row in report.rows if row.outcome == "skipped"] == ["training"]


def test_a_recipe_is_tried_with_the_parameters_that_it_declares_for_it(project: Path) -> None:
    folder = make_project("training-recipe", "tried-recipe", project.parent)
    code = folder / "tried_recipe" / "__init__.py"
    edit(
        code,
        "    @property\n    def parameters",
        '    trial = {"steps": 2, "pairs": 3}\n\n    @property\n    def parameters',
    )
    edit(
        code,
        'steps = parameters["steps"]',
        'steps = parameters["steps"]\n        assert (steps, parameters["pairs"]) == (2, 3)',
    )
    assert failed(check_plugin(str(folder))) == {}
    edit(code, '"pairs": 3', '"pears": 3')
    assert [row.check for row in check_plugin(str(folder)).rows if row.outcome != "passed"] == ["training"]


def test_a_recipe_that_writes_nothing_or_cannot_be_cancelled_fails(project: Path) -> None:
    folder = make_project("training-recipe", "odd-recipe", project.parent)
    code = folder / "odd_recipe" / "__init__.py"
    edit(code, 'progress(step / steps, f"Step {step + 1} of {steps}")', "pass")
    assert "cannot be cancelled" in failed(check_plugin(str(folder)))["cancellation"]
    edit(code, "save_file(weights, out / WEIGHTS_NAME)", "pass")
    assert "wrote nothing" in failed(check_plugin(str(folder)))["training"]
    edit(code, "line = np.zeros(2)  # bias, slope", "raise KeyError('gone')")
    assert "KeyError" in failed(check_plugin(str(folder)))["training"]


def test_a_recipe_is_cancelled_in_its_shortest_run(project: Path) -> None:
    """The default one may take days, and one that tells nothing would run to its end."""
    folder = make_project("training-recipe", "long-recipe", project.parent)
    code = folder / "long_recipe" / "__init__.py"
    edit(code, 'steps = parameters["steps"]', 'steps = parameters["steps"]\n        assert steps == 1')
    assert failed(check_plugin(str(folder))) == {}


@pytest.mark.parametrize(("enough", "repeats"), [(3600.0, running.REPEATS), (0.0, running.LEAST_REPEATS)])
def test_what_takes_long_is_repeated_less_often(monkeypatch: pytest.MonkeyPatch, enough: float, repeats: int) -> None:
    calls: list[list[int]] = []
    leaking = Exercise("a leak", lambda context: calls.append([0] * 50_000))
    monkeypatch.setattr(running, "ENOUGH_SECONDS", enough)
    monkeypatch.setattr(running, "registered", lambda target: None)
    monkeypatch.setattr(running, "exercises", lambda registry, examples: [leaking])
    outcomes = running.run_repeatedly(running.Target(Discovered("x", "x", None, None, ""), Path()))
    assert len(calls) == running.WARM_UPS + repeats
    assert [row.outcome for row in memory_rows(outcomes)] == ["failed"]


def test_the_check_itself_can_be_cancelled(project: Path) -> None:
    with pytest.raises(Cancelled):
        check_plugin(str(project), is_cancelled=lambda: True)


def test_a_plugin_that_cannot_be_loaded_is_told_with_its_reason(project: Path) -> None:
    (package(project) / "__init__.py").write_text("raise RuntimeError('broken at import')")
    assert "broken at import" in failed(check_plugin(str(project)))["contract"]


def test_kinds_are_those_that_are_registered(project: Path) -> None:
    edit(package(project) / "plugin.toml", 'kinds = ["detector"]', 'kinds = ["narrator"]')
    rows = [row for row in check_plugin(str(project)).rows if row.outcome != "passed"]
    assert {row.outcome for row in rows} == {"failed", "skipped"}
    assert any("registers a detector" in row.detail for row in rows)
    assert any("registers no narrator" in row.detail for row in rows)


@pytest.mark.parametrize(
    ("before", "after", "check", "said"),
    [
        ('licence = "MIT"', 'licence = "not stated"', "licence", "no licence"),
        (
            'entry = "tried_plugin"\nlicence = "MIT"',
            'entry = "tried_plugin"\nlicence = "GPL-3.0"',
            "licence",
            "pyproject",
        ),
        ('model_card = "MODEL_CARD.md"\n', "", "card", "no model card"),
        ('model_card = "MODEL_CARD.md"', 'model_card = "missing.md"', "card", "cannot be read"),
        ('weights = "weights.safetensors"', 'weights = "other.bin"', "files", "other.bin"),
    ],
)
def test_what_is_declared_is_checked(project: Path, before: str, after: str, check: str, said: str) -> None:
    edit(package(project) / "plugin.toml", before, after)
    assert said in failed(check_plugin(str(project)))[check]


def test_a_card_without_its_headings_fails(project: Path) -> None:
    card = b"# A detector\n\nIt is good.\n"
    path = package(project) / "MODEL_CARD.md"
    edit(
        package(project) / "plugin.toml",
        hashlib.sha256(path.read_bytes()).hexdigest(),
        hashlib.sha256(card).hexdigest(),
    )
    path.write_bytes(card)
    assert "limits" in failed(check_plugin(str(project)))["card"]


def test_a_calibration_of_other_weights_fails(project: Path) -> None:
    content = b'{"schema": 1, "detector": "tried-plugin", "weights_sha256": "ff", "alpha": 0.05, "strata": []}'
    (package(project) / "calibration.json").write_bytes(content)
    manifest = package(project) / "plugin.toml"
    edit(manifest, 'model_card = "MODEL', 'calibration = "calibration.json"\nmodel_card = "MODEL')
    found = failed(check_plugin(str(project)))
    assert {"calibration", "contract"} == set(found)


def test_altered_data_fails(project: Path) -> None:
    (package(project) / "weights.safetensors").write_bytes(b"altered")
    assert "SHA-256" in failed(check_plugin(str(project)))["files"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"\xff",
        b"[project",
        b"[project]\nname = 'x'\n",
        b"project = 3\n",
        b"[project]\nentry-points = 3\n",
        b'[project.entry-points."gauntlet_desktop.plugins"]\na = "a"\nb = "b"\n',
        b'[project.entry-points."gauntlet_desktop.plugins"]\na = "../outside"\n',
        b'[project.entry-points."gauntlet_desktop.plugins"]\na = 3\n',
    ],
)
def test_a_folder_that_is_no_plugin_project_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(UserError):
        check_plugin(str(tmp_path))


def test_a_project_without_a_manifest_or_with_another_entry_fails(project: Path) -> None:
    manifest = package(project) / "plugin.toml"
    edit(manifest, 'entry = "tried_plugin"', 'entry = "elsewhere"')
    assert failed(check_plugin(str(project)))
    manifest.unlink()
    assert "cannot be read" in failed(check_plugin(str(project)))["manifest"]


def test_the_layout_with_a_folder_src_is_known(project: Path) -> None:
    (project / "src").mkdir()
    package(project).rename(project / "src" / "tried_plugin")
    assert check_plugin(str(project)).passed


def test_the_command_line_prints_a_table_or_json_and_its_status_tells(project: Path, tmp_path: Path) -> None:
    good = gauntlet("check", project)
    assert good.returncode == 0
    assert "passed    determinism   detector tried-plugin" in good.stdout
    assert good.stdout.rstrip().endswith("tried-plugin 0.1.0: 9 checks passed.")
    write_code(project, "raise ValueError('no')")
    bad = gauntlet("check", project, "--json")
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["passed"] is False
    assert gauntlet("check", "no-such-plugin").returncode == 2
    made = gauntlet("new", "narrator", "made-here", "--out", tmp_path / "new")
    assert Path(made.stdout.strip()) == tmp_path / "new" / "made-here"
    assert gauntlet("new", "narrator", "made-here", "--out", tmp_path / "new").returncode == 2


def test_the_report_of_an_installed_plugin_is_kept_until_its_files_change(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(project, NAME, "tried_plugin")
    monkeypatch.syspath_prepend(str(project))
    monkeypatch.setenv("PYTHONPATH", str(project))
    check_plugin(str(project))
    assert remembered() == ()
    report = check_plugin(NAME)
    assert report.passed and results() == {report.sha256: report}
    assert "acceptance kit: 9 checks passed" in gauntlet("list").stdout
    edit(package(project) / "plugin.toml", "say here", "Say here")
    assert "acceptance kit" not in gauntlet("list").stdout
    assert check_plugin(NAME).sha256 != report.sha256
    assert len(remembered()) == 1
    (tmp_path / "config" / RESULTS_NAME).write_bytes(b"damaged")
    assert remembered() == ()


# The rows of the table


def test_an_answer_is_the_same_only_to_the_last_bit() -> None:
    values = np.zeros((2, 2), dtype=np.float32)
    answers = [
        1.0,
        np.nextafter(1.0, 2.0),
        "1.0",
        b"1.0",
        [1.0],
        (1.0,),
        {"a": 1.0},
        values,
        values + 1,
        Box(0, 0, 1, 1),
    ]
    digests = [digest(answer) for answer in answers]
    assert len(set(digests)) == len(answers)
    assert digests == [digest(answer) for answer in answers]


def test_a_slow_run_a_leak_and_a_deaf_one_fail() -> None:
    fine = Outcome("x", True, digest="1", seconds=0.1)
    (_, slow) = contract_rows([replace(fine, seconds=61.0)])
    assert (slow.check, slow.outcome) == ("time", "failed")
    assert [
        row.outcome for row in cancellation_rows([replace(fine, stopped=True), fine, replace(fine, seconds=2.0)])
    ] == [
        "passed",
        "passed",
        "failed",
    ]
    kept = [replace(fine, kept=1_000), replace(fine, kept=1_000_000), replace(fine, grown=1 << 30)]
    assert [row.outcome for row in memory_rows(kept)] == ["passed", "failed", "failed"]
    assert [row.outcome for row in determinism_rows([fine, replace(fine, subject="y")], [fine])] == ["passed", "failed"]


def test_what_could_not_be_tried_is_neither_passed_nor_failed() -> None:
    skipped = Outcome("x", True, skipped="its weights are not here")
    assert list(contract_rows([skipped])) == [Row("contract", "x", "skipped", "its weights are not here")]
    assert [row.outcome for row in cancellation_rows([skipped])] == ["skipped"]
    assert [*memory_rows([skipped]), *determinism_rows([skipped], [skipped])] == []
    report = CheckReport("x", "1", "", tuple(contract_rows([skipped])))
    assert report.passed and report.summary == "0 checks passed, 1 could not be tried"


# The contract of each kind of answer

IMAGE = samples.pictures()[0]
WHOLE = Box(0, 0, IMAGE.facts.width, IMAGE.facts.height)
ONES = np.ones((2, 2), dtype=np.float32)


def view(**changes: Any) -> EvidenceView:
    return replace(EvidenceView(WHOLE, 1.0, ONES), **changes)


def heatmap(**changes: Any) -> Heatmap:
    return replace(Heatmap("m", "d", True, 0.0, 1.0, (view(),), 0.0), **changes)


def sentence(**changes: Any) -> Sentence:
    return replace(Sentence("A sentence.", ("image",), "finding"), **changes)


class Rule:
    """A rule with a specification that a test chooses."""

    threshold = 1.0

    def __init__(self, **changes: str) -> None:
        self.spec = replace(RuleSpec("r", "An artifact", "px", "A method", "A source", "high", "neither"), **changes)  # type: ignore[arg-type]


BREACHES: dict[str, tuple[Callable[[], object], str]] = {
    "bool score": (lambda: contract.output(DetectorOutput(True), IMAGE), "finite"),
    "views off": (lambda: contract.output(DetectorOutput(3.0, 0.0, (view(),)), IMAGE), "differ"),
    "view outside": (
        lambda: contract.output(DetectorOutput(1.0, 0.0, (view(region=Box(1, 0, 512, 384)),)), IMAGE),
        "inside",
    ),
    "view type": (
        lambda: contract.output(DetectorOutput(1.0, 0.0, (view(values=ONES.astype(float)),)), IMAGE),
        "float32",
    ),
    "no view": (lambda: contract.heatmap(heatmap(views=()), IMAGE), "no view"),
    "unit": (lambda: contract.heatmap(heatmap(unit="percent"), IMAGE), "unit"),
    "inexact map": (lambda: contract.heatmap(heatmap(score=2.0), IMAGE), "misses the score"),
    "region": (lambda: contract.measurement(Measurement(1.0, Box(0, 0, 0, 5)), IMAGE.facts), "inside"),
    "measured": (lambda: contract.measurement(0.5, IMAGE.facts), "Measurement"),
    "no sequence": (lambda: contract.sentences(iter([])), "list or tuple"),
    "unbound": (lambda: contract.sentences([sentence(records=())]), "names no record"),
    "section": (lambda: contract.sentences([sentence(section="opinion")]), "section"),
    "empty reason": (lambda: contract.reasons([" "]), "empty"),
    "told": (lambda: contract.generated(Generated("ab"), ["b", "ab"]), "all of the text so far"),
    "stopped": (lambda: contract.generated(Generated("ab", stopped="tired"), []), "stopped by"),
    "other format": (lambda: contract.recognised(Recognised("other", "A net", 1, "A net."), "mine"), "format"),
    "attacked shape": (lambda: contract.attacked(ONES, np.ones((3, 3))), "not (3, 3)"),
    "twice": (lambda: contract.parameters([Parameter("a", 1, "a"), Parameter("a", 2, "a")]), "twice"),
    "range": (lambda: contract.parameters([Parameter("a", 1, "a", minimum=2)]), "own range"),
    "towards": (lambda: contract.spec(Rule(towards="left")), "towards"),
    "no unit": (lambda: contract.spec(Rule(unit="")), "unit"),
}


@pytest.mark.parametrize("breach", sorted(BREACHES))
def test_an_answer_that_breaks_the_contract_is_named(breach: str) -> None:
    call, said = BREACHES[breach]
    with pytest.raises(PluginFault, match=said.replace("(", r"\(").replace(")", r"\)")):
        call()


def test_answers_within_the_contract_are_taken() -> None:
    contract.output(samples.ReferenceDetector().detect(IMAGE, TaskContext()), IMAGE)
    contract.heatmap(heatmap(), IMAGE)
    contract.measurement(None, IMAGE.facts)
    contract.measurement(Measurement(1.0, WHOLE), IMAGE.facts)
    contract.sentences((sentence(language="de", register="plain"),))
    contract.generated(Generated("a b"), ["a", "a b"])
    contract.spec(Rule())


def test_the_kits_records_can_be_written_and_read() -> None:
    for record in samples.records():
        assert record_from_json(record_to_json(record), record.source.raw_path).status is record.status
