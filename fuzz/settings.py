"""Targets for the small files beside the program: settings, notes, choices, manifests, templates, prompts."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from fuzz.target import Target, in_configuration, in_file, in_text, is_shown
from gauntlet_desktop.api.folders import STATE_VARIABLE
from gauntlet_desktop.api.language_store import (
    CONFIG_NAME,
    LIST_NAME,
    StoredLanguageModel,
    read_language_models,
    recognise_language_model,
)
from gauntlet_desktop.api.manifest import DataFile, parse_manifest, verify_files
from gauntlet_desktop.api.model_store import DESCRIPTION_NAME, StoredModel, read_model, verify_model, write_description
from gauntlet_desktop.api.parameters import Parameter, complete, parse_values
from gauntlet_desktop.api.portable import OnnxNote, Preparation, note_as_text, read_note
from gauntlet_desktop.api.switches import SWITCHES_NAME, read_switches
from gauntlet_desktop.app import bundle
from gauntlet_desktop.app.log import log_path
from gauntlet_desktop.app.plugin_check import RESULTS_NAME, remembered
from gauntlet_desktop.app.plugin_project import read_project
from gauntlet_desktop.app.prompts import load_prompts
from gauntlet_desktop.app.report_memory import Remembered, load_remembered
from gauntlet_desktop.app.report_templates import read_template
from gauntlet_desktop.app.runs import OpenWork, last_crash, unfinished
from gauntlet_desktop.app.settings import FILE_NAME, Settings, export_settings, load_settings, read_export, read_own
from gauntlet_desktop.app.window_state import WindowState, load_state
from gauntlet_desktop.core.artifacts import parse_artifacts
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.errors import PluginFault, UserError
from gauntlet_desktop.core.fusion import read_fusion
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.reporting.cards import parts
from gauntlet_desktop.reporting.document import make_document
from gauntlet_desktop.reporting.options import Card, ReportOptions
from gauntlet_desktop.reporting.pdf import set_pages
from tests.factories import make_facts, make_pixels, make_record
from tests.unit.test_calibration import calibration_json, second
from tests.unit.test_fusion import fusion_json
from tests.unit.test_manifest import GOOD

_PARAMETERS = (
    Parameter("steps", 10, "how many", minimum=1, maximum=100),
    Parameter("rate", 0.5, "how fast", minimum=0.0),
    Parameter("held_out", {}, "which are kept apart"),
    Parameter("kind", "a", "which", choices=("a", "b")),
)


def _plain(value: object) -> bytes:
    return json.dumps(to_plain(value)).encode()


def _settings(path: Path) -> None:
    load_settings(path.parent)
    assert all(is_shown(complaint.message) for complaint in read_own(path.parent).complaints)


def _exports() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.json"
        export_settings(Settings(theme="dark"), path)
        yield path.read_bytes()


def _notes(path: Path) -> None:
    """What a run that did not close left: its stacks and its open work are the same bytes here."""
    path.with_suffix(".txt").write_bytes(path.read_bytes())
    with patch.dict("os.environ", {STATE_VARIABLE: str(path.parent)}):
        assert len(unfinished()) == 1
        last_crash()


def _log(path: Path) -> None:
    """The log, as the diagnostic bundle tells it."""
    with patch.dict("os.environ", {STATE_VARIABLE: str(path.parent)}):
        log_path().write_bytes(path.read_bytes())
        with patch.object(bundle, "examine", return_value=()), patch.object(bundle, "list_plugins", return_value=()):
            bundle.write_bundle(path.with_name("bundle.zip"))


def _calibration(text: str) -> None:
    calibration = read_calibration(text)
    stratum = calibration.stratum_for(make_facts())
    if stratum is not None:
        assert stratum.log10_lr_floor <= calibration.assess(0.5, stratum).log10_lr <= stratum.log10_lr_cap


def _fusion(text: str) -> None:
    fusion = read_fusion(text)
    fusion.score({each.detector: 1.0 for each in fusion.inputs})


def _parameters(text: str) -> None:
    names = [parameter.name for parameter in _PARAMETERS]
    pairs = list(zip(names, text.split("\n"), strict=False))
    complete(_PARAMETERS, parse_values(_PARAMETERS, pairs))


def _language_model(path: Path) -> None:
    (path.parent / "model.safetensors").touch()
    recognise_language_model(path.parent)


def _card(text: str) -> None:
    """A model card in the pages of a report."""
    parts(text)
    record = make_record(heatmap=False)
    of = record.detectors[0]
    options = ReportOptions(cards=(Card(of.id, of.version, of.weights_sha256, text),))
    set_pages(make_document([(record, make_pixels(8, 8))], options, joined=False))


def _manifest(path: Path) -> None:
    """The manifest of a package with the file that the seed names."""
    (path.parent / "weights").mkdir()
    (path.parent / "weights" / "w.onnx").touch()
    verify_files(parse_manifest(path.read_text(encoding="utf-8", errors="surrogateescape")), path.parent)


def _stored_model(path: Path) -> None:
    """The folder has the name that the description is to have."""
    folder = path.parent / _MODEL.id
    folder.mkdir()
    path.rename(folder / path.name)
    (folder / "w").touch()
    verify_model(read_model(folder))


def _templates() -> Iterator[bytes]:
    yield b'agency = "Lab"\nleft_out = ["glossary"]\norder = ["limits"]\n[[sections]]\ntitle = "a"\ntext = "b"\n'
    yield b"a = " + b"[" * 3_000
    yield b"[" + b"a." * 3_000 + b"a]\nb = 1\n"


def _calibrations() -> Iterator[bytes]:
    yield json.dumps(calibration_json()).encode()
    knots = [[-1.0, -0.5], [0.0, 0.0], [2.0, 1.5]]
    yield json.dumps(second(method="isotonic", knots=knots, left_out_cllr={"isotonic": 0.4})).encode()


def _models() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        write_description(replace(_MODEL, folder=Path(folder)))
        yield (Path(folder) / DESCRIPTION_NAME).read_bytes()


_EMPTY = hashlib.sha256().hexdigest()
_STATE = WindowState((b"/a.jpg",), b"/", b"\1", tour_seen=True)
_MODEL = StoredModel(
    "m", "A model", "onnx", "ONNX", "MIT", "me", "a.onnx", "0" * 64, "w", (DataFile("w", _EMPTY, 1, "MIT"),)
)
_LANGUAGE_MODEL = StoredLanguageModel(
    "m", "M", "folder", True, "MIT", "me", "llava", b"/models/m", (DataFile("a.safetensors", "0" * 64, 1, "MIT"),)
)
_CHECKED = [{"plugin": "p", "version": "1", "sha256": "0" * 64, "rows": []}]
_LOG_LINE = b'{"time": "t", "level": "INFO", "logger": "a", "form": "b %s", "traceback": "  File \\"x.py\\", line 1"}\n'

TARGETS = (
    Target("settings", in_file(FILE_NAME, _settings), _exports),
    Target("settings-export", in_file("settings.json", read_export), _exports, (UserError,)),
    Target("window-state", in_file("window.json", lambda path: load_state(path.parent)), lambda: (_plain(_STATE),)),
    Target("report-memory", in_configuration("report.json", load_remembered), lambda: (_plain(Remembered()),)),
    Target(
        "switches",
        in_file(SWITCHES_NAME, lambda path: read_switches(path.parent)),
        lambda: (b'{"disabled": ["a"]}',),
        (PluginFault,),
    ),
    Target("check-results", in_configuration(RESULTS_NAME, remembered), lambda: (_plain(_CHECKED),)),
    Target("run-notes", in_file("run-1.json", _notes), lambda: (_plain([OpenWork(b"/a", b"/b")]),)),
    Target("log", in_file("lines", _log), lambda: (_LOG_LINE * 2, b"no entry\n" + _LOG_LINE)),
    Target("template", in_file("a.toml", lambda path: read_template(str(path))), _templates, (UserError,)),
    Target(
        "prompts",
        in_file("repair.txt", lambda path: load_prompts(path.parent).fill("repair", problem="a", answer="b")),
        lambda: (b"$problem: $answer", b"${problem} $$ $answer"),
        (UserError,),
    ),
    Target(
        "manifest",
        in_file("plugin.toml", _manifest),
        lambda: (GOOD.replace("{digest}", _EMPTY).encode(), *_templates()),
        (PluginFault,),
    ),
    Target(
        "project",
        in_file("pyproject.toml", lambda path: read_project(path.parent)),
        lambda: (b'[project]\nname = "a"\n', *_templates()),
        (UserError,),
    ),
    Target("stored-model", in_file(DESCRIPTION_NAME, _stored_model), _models, (PluginFault,)),
    Target(
        "language-models",
        in_file(LIST_NAME, lambda path: read_language_models(path.parent)),
        lambda: (_plain([_LANGUAGE_MODEL]),),
        (PluginFault,),
    ),
    Target(
        "language-model-folder",
        in_file(CONFIG_NAME, _language_model),
        lambda: (b'{"model_type": "llava", "architectures": ["AForConditionalGeneration"], "vision_config": {}}',),
        (UserError,),
    ),
    Target("calibration", in_text(_calibration), _calibrations, (PluginFault,)),
    Target("fusion", in_text(_fusion), lambda: (json.dumps(fusion_json()).encode(),), (PluginFault,)),
    Target(
        "artifacts",
        in_text(parse_artifacts),
        lambda: (b'[{"id": "ab", "group": "g", "name": "n", "judged_by": "person", "description": "d"}]',),
        (ValueError,),
    ),
    Target(
        "onnx-note",
        in_text(read_note),
        lambda: (note_as_text(OnnxNote("x", 1, Preparation(224, 256))).encode(),),
        (ValueError,),
    ),
    Target("parameters", in_text(_parameters), lambda: (b'5\n0.25\n{"a": [1]}\nb', b"1e3\n-1\n[]\nc"), (UserError,)),
    Target("model-card", in_text(_card), lambda: (b"# A\n| a | b |\n|---|---|\n| 1 | 2 |\n- **x** `y`\n",)),
)
