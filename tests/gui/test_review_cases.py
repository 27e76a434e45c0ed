"""What is done with a case as a whole from the triage window: exports, imports, near duplicates, analysing again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.case_changes import changed_parts, export_differences
from gauntlet_desktop.app.case_report import CaseReportRequest
from gauntlet_desktop.app.events import EngineReady
from gauntlet_desktop.app.report_memory import load_remembered
from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.store import Addition, Case, Configuration, Filter, Sort, SortColumn
from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from gauntlet_desktop.ui.report_form import ReportForm
from gauntlet_desktop.ui.review.differences import DifferencesDialog
from gauntlet_desktop.ui.review.report_dialog import ReportDialog
from tests.factories import failed_record, make_record
from tests.gui.test_review import Bench

GERMAN = Reader("de", "plain")
WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
SETUP = Setup(weights=(("deep", "aa"),))
OLD = configuration_of(SETUP, BatchSettings())
NEW = configuration_of(Setup(weights=(("deep", "bb"),), calibrations=(("deep", "cc"),)), BatchSettings())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Five images under an old configuration; three of them have another verdict under a new one."""
    made = tmp_path / "case.gauntlet"
    with Case.create(made, **WHO) as case:
        first = [make_record(tier, name=f"{number}.jpg", heatmap=False) for number, tier in enumerate(Tier)]
        case.add_records([Addition(record) for record in (*first, failed_record())], configuration=OLD, **WHO)
        tiers = (Tier.AI_SUPPORTED, Tier.INCONCLUSIVE, Tier.LEANS_AI, Tier.LEANS_AI)
        second = [make_record(tier, name=f"{number}.jpg", heatmap=False) for number, tier in enumerate(tiers)]
        case.add_records([Addition(record) for record in second], configuration=NEW, **WHO)
        case.set_stacks({2: 2, 3: 2, 5: 2})
    return made


@pytest.fixture
def bench(qtbot: QtBot, path: Path) -> Iterator[Bench]:
    opened = Bench(qtbot, path)
    yield opened
    opened.window.close()
    opened.session.close()
    with Case.open(path) as case:
        assert case.verify_log().intact


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let the dialogs for files answer with a path."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: (str(path), ""))


def work(bench: Bench, name: str) -> str:
    """Do an action of the menu and wait for what it says."""
    said: list[str] = []
    bench.window.work.done.connect(said.append)
    bench.window.work.actions_by_name[name].trigger()
    bench.until(lambda: bool(said) or bool(bench.complaints))
    assert not bench.complaints
    return said[0]


def go_to(bench: Bench, item: int) -> None:
    bench.window.show_item(item, "")
    bench.until(lambda: [row.id for row in bench.window.selected()] == [item])


def test_the_filtered_images_are_exported_in_the_lists_order(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = bench.window
    window.filter.choose(Filter(tiers=("leans_ai",)))
    window._sort_by(Sort(SortColumn.NAME, descending=True))
    bench.until(lambda: bench.names() == ["3.jpg", "2.jpg"])
    answer(monkeypatch, tmp_path / "out")
    assert "2 images written" in work(bench, "csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["3.jpg", "2.jpg"]
    assert "2 images written" in work(bench, "hashes")
    assert len((tmp_path / "out.txt").read_text().split()) == 2
    with Case.open(window.case.path, read_only=True) as case:
        assert [entry.action for entry in case.log()[-2:]] == ["csv exported", "hashes exported"]


def test_several_selected_images_are_exported_alone(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.window._select([1, 4], None)
    bench.window.work.menu.aboutToShow.emit()
    assert bench.window.work.about.text() == "Of the 2 selected images"
    answer(monkeypatch, tmp_path / "out.jsonl")
    work(bench, "jsonl")
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["item"] for line in lines] == [1, 4]


def test_a_sheet_and_a_report_are_written_and_logged(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "sheet.pdf")
    assert "1 sheet written" in work(bench, "sheet")
    answer(monkeypatch, tmp_path / "report")
    said: list[str] = []
    bench.window.work.done.connect(said.append)
    bench.window.work.actions_by_name["report"].trigger()
    dialog = bench.window.findChild(ReportDialog)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    bench.until(lambda: bool(said))
    assert "Report written" in said[0]
    digest = hashlib.sha256((tmp_path / "report.pdf").read_bytes()).hexdigest()
    with Case.open(bench.window.case.path, read_only=True) as case:
        assert (case.log()[-1].action, case.log()[-1].subject) == ("case report exported", digest)
    assert (tmp_path / "report.json").is_file()
    assert bench.window.statusBar().currentMessage().startswith("Report written")


def test_work_can_be_cancelled_and_what_fails_is_said(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_work, said = bench.window.work, []
    case_work.done.connect(said.append)
    case_work.export_report(tmp_path / "r.pdf", CaseReportRequest())
    assert not case_work.actions_by_name["csv"].isEnabled()
    case_work.progress.cancel.click()
    bench.until(lambda: said == ["Cancelled: nothing was written."])
    assert not list(tmp_path.glob("r.*"))
    answer(monkeypatch, tmp_path / "absent" / "out.csv")
    case_work.actions_by_name["csv"].trigger()
    bench.until(lambda: bool(bench.complaints))
    assert "folder" in bench.complaints[0]


def test_the_report_dialog_says_what_was_chosen(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path))
    dialog = ReportDialog(None, QThreadPool.globalInstance(), "Of the 3 listed images.", (7, 2))
    qtbot.addWidget(dialog)
    dialog.form.case_number.setText("17/26")
    dialog.form.examiner.setText("A")
    dialog.form.no_pictures.setChecked(True)
    dialog.form.html.setChecked(True)
    switches = {dialog.form.sections.item(row).text(): row for row in range(dialog.form.sections.count())}
    dialog.form.sections.item(switches["Of each image: Findings"]).setCheckState(Qt.CheckState.Unchecked)
    dialog.form.sections.item(switches["Images"]).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.form.sections.item(switches["Custody"]).flags() == Qt.ItemFlag.NoItemFlags
    dialog.most.setValue(5)
    request = dialog.request(Filter(text="x"), Sort(), GERMAN)
    chosen = ReportOptions(
        case_number="17/26",
        examiner="A",
        show_picture=False,
        show_path=False,
        left_out=("images", "findings"),
        reader=GERMAN,
    )
    assert request == CaseReportRequest(Filter(text="x"), Sort(), (), 5, chosen, html=True)
    dialog.pages.setCurrentIndex(1)
    assert dialog.request(Filter(), Sort(), GERMAN).pages == (7, 2)
    dialog.accept()
    again = ReportDialog(None, QThreadPool.globalInstance(), "", ())
    qtbot.addWidget(again)
    assert again.form.options.left_out == ("images", "findings") and again.form.html.isChecked()
    of_images = ReportForm(load_settings(), load_remembered(), ())
    qtbot.addWidget(of_images)
    assert of_images.options.left_out == ("findings",)
    of_images.remember()
    assert load_remembered().left_out == ("findings", "images")  # what the other dialog left out is kept


def test_lists_are_imported_with_a_result(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = bench.window.case.rows([2])
    found = tmp_path / "known.jpg"
    found.write_bytes(b"x")
    hashes, files = tmp_path / "hashes.txt", tmp_path / "files.csv"
    hashes.write_text(f"{row.sha256}\nnothing\n")
    files.write_text(f"Path,SHA-256\n{found},\n")
    answer(monkeypatch, hashes)
    assert work(bench, "import_hashes") == "2 lines read, 1 image tagged, 1 line without a SHA-256 left out"
    bench.until(lambda: bench.state(2)[2] == ("listed",))
    answer(monkeypatch, files)
    assert work(bench, "import_files") == "1 line read, 0 images tagged, 1 file waits for the next analysis"


def test_a_stack_is_shown_and_left_again(bench: Bench) -> None:
    window = bench.window
    near = window.work.actions_by_name["near"]
    assert not near.isEnabled()  # of the first image there is no other
    go_to(bench, 3)
    bench.press(Qt.Key.Key_L)
    bench.until(lambda: list(window.model.ids) == [2, 3, 5])
    assert "Like 2.jpg" in window.filter.only.text()
    assert window.filter.only.isVisible()
    window.filter.only.click()
    bench.until(lambda: window.model.rowCount() == 6)
    assert not window.filter.only.isVisible()
    window.filter.choose(Filter(items=(1, 4)))
    assert "2 chosen images" in window.filter.only.text()


def test_changes_are_counted_sorted_shown_and_exported(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = bench.window
    window.work.show_differences()
    (dialog,) = window.findChildren(DifferencesDialog)
    bench.until(lambda: dialog.model.rowCount() == 3)
    assert dialog.summary.text() == "3 of 4 verdicts changed"
    assert "weights of deep" in dialog.parts.text()
    assert "calibration of deep (new)" in dialog.parts.text()
    assert [dialog.counts.item(row, 0).text() for row in range(3)] == [
        "inconclusive",
        "leans to camera",
        "leans to generated",
    ]
    names = lambda: [dialog.model.index(row, 0).data() for row in range(3)]  # noqa: E731
    dialog.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert names() == ["3.jpg", "2.jpg", "1.jpg"]
    dialog.table.sortByColumn(5, Qt.SortOrder.AscendingOrder)
    changes = [row.after.log10_lr - row.before.log10_lr for row in dialog.model.rows]  # type: ignore[operator]
    assert changes == sorted(changes)
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    bench.until(lambda: [row.name for row in window.selected()] == [names()[0]])
    dialog.show_all.click()
    bench.until(lambda: sorted(window.model.ids) == [2, 3, 4])
    answer(monkeypatch, tmp_path / "changes.csv")
    dialog.export.click()
    bench.until(lambda: "3 rows are in" in dialog.parts.text())
    assert len((tmp_path / "changes.csv").read_text().splitlines()) == 4
    # An image that the list does not show is shown alone.
    window.show_item(1, "0.jpg")
    bench.until(lambda: list(window.model.ids) == [1])
    dialog.before.setCurrentIndex(1)
    bench.until(lambda: dialog.summary.text() == "0 of 4 verdicts changed")
    assert not dialog.counts.isVisible()
    dialog.close_button.click()


def test_a_map_of_clusters_leads_to_images_and_lists_a_cluster(bench: Bench) -> None:
    pytest.importorskip("sklearn")
    from tests.gui.test_clusters_dialog import clustering, draw_around

    window = bench.window
    window.work.actions_by_name["clusters"].trigger()
    bench.until(lambda: bool(window.findChildren(ClustersDialog)))
    (dialog,) = window.findChildren(ClustersDialog)
    assert dialog.source.text() == "Images listed in the window: 5"  # the failed one has no picture
    rows = {row.raw_path: row.id for row in window.case.rows(list(window.model.ids))[:5]}
    result = clustering("")
    points = [replace(each, raw_path=path) for each, path in zip(result.points, [*rows, b"/else"], strict=True)]
    dialog.show_clustering(replace(result, points=tuple(points)))
    draw_around(dialog, 1, 2)
    assert window.selected_ids() == [2, 3] and len(window.model.ids) == 6
    grid = window.grid.selectionModel().selectedIndexes()
    assert {index.row() for index in grid} == {1, 2}
    dialog.table.selectRow(1)
    bench.until(lambda: list(window.model.ids) == [4, 5])
    draw_around(dialog, 0, 1, 2)  # not listed now: they become the list
    bench.until(lambda: list(window.model.ids) == [1, 2, 3])
    dialog.table.selectRow(1)
    bench.until(lambda: list(window.model.ids) == [4, 5])
    assert window.filter.only.text().startswith("Cluster 2: 2 images")
    dialog.plot.chosen.emit(5)  # an image of elsewhere changes nothing
    dialog.plot.chosen.emit(0)
    bench.until(lambda: list(window.model.ids) == [1])


def test_one_configuration_leaves_nothing_to_compare(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "case.gauntlet"
    with Case.create(path, **WHO) as case:
        case.add_records([Addition(make_record())], configuration=OLD, **WHO)
    opened = Bench(qtbot, path)
    opened.window.work.show_differences()
    (dialog,) = opened.window.findChildren(DifferencesDialog)
    opened.until(lambda: "one configuration" in dialog.summary.text())
    assert not dialog.export.isEnabled()
    dialog.close()
    opened.window.close()
    opened.session.close()


def question(bench: Bench) -> QMessageBox:
    """What is asked over the window; opened and closed on the way of events."""
    bench.until(lambda: any(box.isVisible() for box in bench.window.findChildren(QMessageBox)))
    (box,) = [box for box in bench.window.findChildren(QMessageBox) if box.isVisible()]
    return box


def test_analysing_again_says_what_differs_and_asks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[bytes] = []
    monkeypatch.setattr(bench.window.batch, "add", added.append)
    again = bench.window.work.actions_by_name["again"]
    again.trigger()
    assert "not ready yet" in bench.complaints[0]
    bench.session.handle(EngineReady((), (), SETUP))
    for answer, expected in ((QMessageBox.StandardButton.Cancel, []), (QMessageBox.StandardButton.Yes, [b""])):
        again.trigger()
        box = question(bench)
        assert "Analyse 6 files of the case again?" in box.text()
        assert "weights of deep, calibration of deep (gone)" in box.informativeText()
        box.button(answer).click()
        assert added == expected
    bench.session.handle(EngineReady((), (), Setup(weights=(("deep", "bb"),), calibrations=(("deep", "cc"),))))
    again.trigger()
    box = question(bench)
    assert "not analysed again" in box.informativeText()
    box.close()
    assert added == [b""]


def test_parts_of_configurations_are_compared() -> None:
    one = Configuration("P 1", (("a", "1", "x"), ("b", "1", "x")), parameters=(("seed", "1"),))
    two = Configuration("P 2", (("a", "2", "x"),), parameters=(("seed", "2"),))
    assert changed_parts(one.description(), two.description()) == (
        "program (P 2)",
        "plugin a",
        "plugin b (gone)",
        "parameter seed",
    )
    assert changed_parts(one.description(), one.description()) == ()
    assert changed_parts("no JSON", "no JSON") == ()
    assert changed_parts("no JSON", one.description()) == ("everything",)


def test_an_exported_change_is_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "case.gauntlet"
    with Case.create(path, **WHO) as case:
        for configuration, tier in ((OLD, Tier.LEANS_AI), (NEW, Tier.INCONCLUSIVE)):
            case.add_records([Addition(make_record(tier, name="=1+1.jpg"))], configuration=configuration, **WHO)
    written = export_differences(path, tmp_path / "c.csv", (OLD.digest(), NEW.digest()), **WHO)
    assert written.items == 1
    assert "1,'=1+1.jpg," in (tmp_path / "c.csv").read_text()
