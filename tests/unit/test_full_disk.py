"""A disk that takes no more, at every file that is written: one clear error, nothing by halves, then it goes on.

The system refuses to let any file grow beyond some bytes, which is what a full disk or a used-up quota looks like to a
program. Cases, whose database needs room to be opened at all, have their own tests (test_case_durability).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gauntlet_desktop.api.language_store import put_language_model, read_language_models, stored_folder
from gauntlet_desktop.api.switches import read_switches
from gauntlet_desktop.app.case_export import export_case
from gauntlet_desktop.app.case_report import CaseReportRequest, export_case_report, export_sheets
from gauntlet_desktop.app.export import export_heatmaps, export_report
from gauntlet_desktop.app.plugin_check import CheckReport, remember, remembered
from gauntlet_desktop.app.plugin_project import make_project
from gauntlet_desktop.app.plugins import set_enabled
from gauntlet_desktop.app.report_memory import Remembered, load_remembered, save_remembered
from gauntlet_desktop.app.report_templates import Template, save_template, template_names
from gauntlet_desktop.app.settings import Settings, change_settings, export_settings, load_settings, read_export
from gauntlet_desktop.app.window_state import WindowState, load_state, save_state
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.feature_journal import FeatureJournal, Seen
from gauntlet_desktop.evaluation.journal import LineJournal
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.store import Case
from gauntlet_desktop.training.calibrate import write_json
from tests.factories import make_pixels, make_record

resource = pytest.importorskip("resource")

ROOM = 20  # bytes: less than anything that is written
WHO = {"actor": "A", "when": "2026-01-31T12:00:00+00:00"}


@contextlib.contextmanager
def full_disk(room: int = ROOM) -> Iterator[None]:
    """No file may grow beyond some bytes; Python ignores the signal, so that the write itself fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for all that is written: exports, configuration, models."""
    folder, source = tmp_path / "home", tmp_path / "source"
    folder.mkdir()
    source.mkdir()
    (source / "config.json").write_text('{"model_type": "mistral", "architectures": ["MistralForCausalLM"]}')
    (source / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(folder / "config"))
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(folder / "models"))
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def language_model(home: Path) -> None:
    source = home.parent / "source"
    put_language_model(stored_folder(source, TaskContext(), model_id="small", name="", licence="", origin=""))


WRITERS: dict[str, tuple[Callable[[Path], Any], Callable[[Path], object]]] = {
    "report": (
        lambda home: export_report(make_record(), make_pixels(), home / "report.pdf"),
        lambda home: (home / "report.json").stat().st_size,
    ),
    "heatmaps": (
        lambda home: export_heatmaps(make_record(), make_pixels(), home / "maps"),
        lambda home: len(list((home / "maps").iterdir())) == 2,
    ),
    "settings": (lambda home: change_settings({"theme": "dark"}), lambda home: load_settings().theme == "dark"),
    "export of settings": (
        lambda home: export_settings(Settings(theme="dark"), home / "export.json"),
        lambda home: read_export(home / "export.json").values["theme"] == "dark",
    ),
    "memory of the window": (
        lambda home: save_state(WindowState(recent=(b"/a",))),
        lambda home: load_state().recent == (b"/a",),
    ),
    "choice of plugins": (
        lambda home: set_enabled("basic-findings", False),
        lambda home: read_switches().disabled == ("basic-findings",),
    ),
    "result of the kit": (
        lambda home: remember(CheckReport("patch-evidence", "1", "ab" * 32, ())),
        lambda home: len(remembered()) == 1,
    ),
    "memory of the report builder": (
        lambda home: save_remembered(Remembered(("glossary",))),
        lambda home: load_remembered().left_out == ("glossary",),
    ),
    "template of reports": (
        lambda home: save_template("north", Template(agency="North Agency")),
        lambda home: template_names() == ("north",),
    ),
    "files of an evaluation": (
        lambda home: write_files(home / "figures", {"page.html": "x" * 1000}),
        lambda home: (home / "figures" / "page.html").stat().st_size == 1000,
    ),
    "calibration": (
        lambda home: write_json(home / "calibration.json", {"strata": list(range(100))}),
        lambda home: (home / "calibration.json").stat().st_size,
    ),
    "project of a plugin": (
        lambda home: make_project("narrator", "my-narrator", home),
        lambda home: (home / "my-narrator" / "pyproject.toml").stat().st_size,
    ),
    "list of language models": (language_model, lambda home: len(read_language_models()) == 1),
}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_nothing_is_left_by_halves_and_it_goes_on_once_there_is_room(name: str, home: Path) -> None:
    write, is_there = WRITERS[name]
    with full_disk(), pytest.raises(EnvironmentFault) as caught:
        write(home)
    assert everything(home) == {}, "no partial file, under its own name or another"
    assert caught.value.code in ("disk_full", "write_failed", "not_written", "not_stored")
    assert caught.value.message.endswith(".") and caught.value.remedy.endswith(".")
    write(home)
    assert is_there(home)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_what_was_written_before_stays(name: str, home: Path) -> None:
    write, is_there = WRITERS[name]
    write(home)
    before = everything(home)
    with full_disk(), contextlib.suppress(EnvironmentFault, UserError):  # an existing project is never written to
        write(home)
    assert everything(home) == before
    assert is_there(home)


@pytest.mark.parametrize("what", ["csv", "report", "sheet"])
def test_exports_of_a_case_leave_nothing_and_log_nothing(
    what: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the file itself comes to lie on a device that is always full: the case has its room."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    case = home / "c.gauntlet"
    with Case.create(case, **WHO) as opened:
        opened.add_record(make_record(heatmap=False), **WHO)
    really_open = Path.open

    def on_full_disk(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if mode[0] == "x":
            path.symlink_to("/dev/full")
            return really_open(path, mode.replace("x", "w"), *rest, **more)
        return really_open(path, mode, *rest, **more)

    def export() -> object:
        if what == "csv":
            return export_case(case, home / "out.csv", "csv", **WHO)
        if what == "report":
            return export_case_report(case, home / "out.pdf", CaseReportRequest(), **WHO)
        return export_sheets(case, home / "out.pdf", **WHO)

    monkeypatch.setattr(Path, "open", on_full_disk)
    with pytest.raises(EnvironmentFault) as caught:
        export()
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert {path.name for path in home.iterdir()} == {case.name}
    with Case.open(case) as opened:
        assert [entry.action for entry in opened.log()] == ["case created", "records added"]
        assert opened.verify_log().intact


def test_a_journal_of_scores_keeps_its_lines_and_takes_more_afterwards(home: Path) -> None:
    class Lines(LineJournal):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            self.known: list[int] = []

        def add(self, number: int) -> None:
            self._write({"number": number})

        def _take(self, entry: Any) -> None:
            self.known.append(entry["number"])

    path = home / "scores.jsonl"
    with Lines(path) as journal:
        journal.add(1)
    with pytest.raises(EnvironmentFault, match=r"scores\.jsonl was not written"), full_disk(60), Lines(path) as journal:
        for number in range(2, 100):
            journal.add(number)
    with Lines(path) as journal:
        assert journal.known[0] == 1
        journal.add(200)
    with Lines(path) as journal:
        assert journal.known[-1] == 200


def test_a_journal_of_features_keeps_its_lines_and_takes_more_afterwards(home: Path) -> None:
    path, seen = home / "features.jsonl", Seen(np.ones(4, dtype=np.float32), 1.0, None, None, b"jpeg")
    with FeatureJournal(path, "detector", "00") as journal:
        journal.add("aa", seen)
    room = path.stat().st_size + ROOM
    fault = pytest.raises(EnvironmentFault, match=r"features\.jsonl was not written")
    with fault, full_disk(room), FeatureJournal(path, "detector", "00") as journal:
        journal.add("bb", seen)
    with FeatureJournal(path, "detector", "00") as journal:
        assert journal.get("aa") is not None and journal.get("bb") is None
        journal.add("bb", seen)
    with FeatureJournal(path, "detector", "00") as journal:
        assert journal.get("bb") is not None


def test_an_imported_model_is_stored_whole_or_not_at_all(home: Path) -> None:
    torch = pytest.importorskip("torch")
    from gauntlet_desktop.training.imported import ImportRequest, import_model
    from gauntlet_source_systems.models import ModelConfig, save_model

    source = home.parent / "trained"
    source.mkdir()
    torch.manual_seed(1)
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(source, config, config.entry.build(config.settings))
    with full_disk(), pytest.raises(EnvironmentFault, match="cannot be stored"):
        import_model(source, ImportRequest(id="small"), TaskContext())
    assert everything(home) == {}
    assert import_model(source, ImportRequest(id="small"), TaskContext()).id == "small"
