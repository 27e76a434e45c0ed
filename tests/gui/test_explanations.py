"""Explanations on demand in the window: choices, the queue, what is kept and removed, and what the maps are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.protocols import ExplainRequest
from gauntlet_desktop.api.tasks import Explain, Explainable, Explainables, Explained, ListExplainable
from gauntlet_desktop.app.events import JobCancelled, JobId, Progress
from gauntlet_desktop.app.window_state import load_state
from gauntlet_desktop.core.map_audit import mean_agreement
from gauntlet_desktop.core.records import ErrorRecord, Heatmap, HeatmapAudit
from gauntlet_desktop.ui.explanation_form import NOT_MEASURED, duration
from gauntlet_desktop.ui.heatmap_words import reliability, titles
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.report_dialog import ReportDialog
from tests.factories import failed_record, make_heatmap, make_record, make_source
from tests.gui.conftest import Desk

LAYERS = ("layer 1", "layer 2", "layer 3")
PAIRS = (
    Explainable("tiny", "grad-cam", "Grad-CAM", LAYERS, 2.0, (2.0, 2.0, 2.0)),
    Explainable("tiny", "ablation-cam", "Ablation-CAM", LAYERS, 65.0, (17.0, 33.0, 65.0)),
    Explainable("tiny", "lime", "LIME", (), 257.0),
    Explainable("patch-evidence", "lime", "LIME", (), 97.0),
)
PASSED = HeatmapAudit(0.5, (-0.2, 0.3), None, (("JPEG 90", 0.1),), ())
FAILED = HeatmapAudit(0.1, (-0.2, 0.3), None, (), ("What it marks moves the score no more than random places do.",))


def relative_map(method: str = "grad-cam", *, layers: tuple[str, ...] = (), target: str = "generated") -> Heatmap:
    return replace(
        make_heatmap(), method=method, detector="tiny", exact=False, unit="relative", target=target, layers=layers
    )


@pytest.fixture
def item(desk: Desk) -> ImageItem:
    """An analysed image with the panel in front and the offer there."""
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.show_result("Explanations")
    desk.settle()
    (job,) = (job for job, (task, _) in desk.service.asked.items() if task == ListExplainable())
    desk.service.answer(job, Explainables(PAIRS), make_source(""))
    desk.settle()
    return item


def asked(desk: Desk) -> dict[JobId, Explain]:
    return {job: task for job, (task, _) in desk.service.asked.items() if isinstance(task, Explain)}


def answer(desk: Desk, job: JobId, heatmap: Heatmap, seconds: float = 4.0, passes: float = 2.0) -> None:
    desk.service.answer(job, Explained(heatmap, seconds, passes))
    desk.settle()


class TestOffer:
    def test_it_is_asked_for_once_and_only_when_the_panel_is_seen(self, desk: Desk) -> None:
        (item,) = desk.add("a.jpg")
        desk.finish(item, make_record())
        assert desk.service.asked == {}
        for title in ("Explanations", "Verdict", "Explanations"):
            desk.window.show_result(title)
            desk.settle()
        assert [task for task, _ in desk.service.asked.values()] == [ListExplainable()]

    def test_one_that_cannot_be_had_says_why_and_can_be_tried_again(self, desk: Desk) -> None:
        (item,) = desk.add("a.jpg")
        desk.finish(item, make_record())
        desk.window.show_result("Explanations")
        desk.settle()
        (job,) = desk.service.asked
        desk.service.fail(job, ErrorRecord("task_crashed", "The work ended its process twice.", "Try it again."))
        desk.settle()
        panel = desk.window.explanations
        assert "ended its process twice" in panel.error.text
        panel.again.click()
        assert len(desk.service.asked) == 2
        assert not panel.again.isVisible()

    def test_it_is_renewed_when_other_models_are_installed(self, desk: Desk, item: ImageItem) -> None:
        desk.session.reload_engine()
        listings = [job for job, (task, _) in desk.service.asked.items() if task == ListExplainable()]
        assert len(listings) == 2
        assert not desk.window.explanations.form.isVisible()
        desk.service.answer(listings[-1], Explainables(PAIRS[-1:]), make_source(""))
        desk.settle()
        form = desk.window.explanations.form
        assert [form.detector.itemText(row) for row in range(form.detector.count())] == ["patch-evidence"]

    def test_images_that_cannot_be_explained_say_why(self, desk: Desk) -> None:
        panel = desk.window.explanations
        desk.window.show_result("Explanations")
        assert "Choose an image" in panel.notice.text
        (item,) = desk.add("a.jpg")
        desk.settle()
        assert "as soon as its analysis is complete" in panel.notice.text
        desk.finish(item, failed_record())
        assert "nothing to explain" in panel.notice.text
        assert desk.service.asked == {}

    def test_detectors_methods_and_layers_are_those_of_the_engine(self, desk: Desk, item: ImageItem) -> None:
        form = desk.window.explanations.form
        assert [form.detector.itemText(row) for row in range(form.detector.count())] == ["tiny", "patch-evidence"]
        assert [box.text() for box in form.methods.boxes.values()] == ["Grad-CAM", "Ablation-CAM", "LIME"]
        assert form.layers.model().rowCount() == 3
        form.detector.setCurrentIndex(1)
        assert list(form.methods.boxes) == ["lime"]
        assert not form.layers.isVisible()


class TestAsking:
    def test_several_methods_with_layers_class_and_audit(self, desk: Desk, item: ImageItem) -> None:
        form = desk.window.explanations.form
        assert not form.explain.isEnabled()
        form.methods.boxes["grad-cam"].setChecked(True)
        form.methods.boxes["lime"].setChecked(True)
        form.choose_layers(["layer 3", "layer 2"])
        form.target.setCurrentIndex(form.target.findData("camera"))
        form.audit.setChecked(True)
        assert form.explain.text() == "Make 2 maps"
        form.explain.click()
        request = ExplainRequest("camera", ("layer 2", "layer 3"))
        assert list(asked(desk).values()) == [
            Explain("tiny", "grad-cam", request, audited=True),
            Explain("tiny", "lime", ExplainRequest("camera"), audited=True),
        ]
        assert {path for _, path in desk.service.asked.values()} == {b"", item.raw_path}
        form.explain.click()
        assert len(asked(desk)) == 2, "what is under way already is not asked for again"

    def test_all_methods_at_once(self, desk: Desk, item: ImageItem) -> None:
        desk.window.explanations.form.run_all.click()
        assert [task.method for task in asked(desk).values()] == ["grad-cam", "ablation-cam", "lime"]
        assert {task.request for task in asked(desk).values()} == {ExplainRequest()}

    def test_progress_cancel_and_failure(self, desk: Desk, item: ImageItem) -> None:
        panel = desk.window.explanations
        panel.form.run_all.click()
        first, second, third = asked(desk)
        desk.service.listener(Progress(first, 0.4, "Ablation-CAM at layer 3"))
        desk.settle()
        assert panel.jobs.rows[first].step.text() == "Ablation-CAM at layer 3 (40%)"
        assert panel.jobs.rows[first].bar.value() == 400
        assert panel.jobs.rows[second].step.text() == "Waiting"
        panel.jobs.rows[second].cancel.click()
        assert desk.service.cancelled == [second]
        desk.service.listener(JobCancelled(second))
        desk.service.fail(third, ErrorRecord("no_attention", "tiny has no attention.", "Choose a CAM method."))
        desk.settle()
        assert list(panel.jobs.rows) == [first]
        assert panel.error.text == "lime · tiny: tiny has no attention. Choose a CAM method."

    def test_escape_is_offered_while_one_is_under_way(self, desk: Desk, item: ImageItem) -> None:
        cancel = desk.window.actions_by_id["cancel"]
        assert not cancel.isEnabled()
        desk.window.explanations.form.run_all.click()
        assert cancel.isEnabled()

    def test_jobs_of_a_removed_image_are_stopped(self, desk: Desk, item: ImageItem) -> None:
        desk.window.explanations.form.run_all.click()
        desk.session.remove([item])
        assert set(asked(desk)) <= set(desk.service.cancelled)


class TestResults:
    def ask(self, desk: Desk) -> JobId:
        form = desk.window.explanations.form
        form.methods.boxes["grad-cam"].setChecked(True)
        form.explain.click()
        return max(asked(desk))

    def test_a_map_joins_the_record_and_is_shown(self, desk: Desk, item: ImageItem) -> None:
        new = relative_map()
        answer(desk, self.ask(desk), new)
        assert item.record is not None
        assert item.record.heatmaps[-1] is new
        assert len(item.record.heatmaps) == 2
        assert desk.window.viewer.heatmap is new
        assert desk.window.actions_by_id["compare_maps"].isEnabled()

    def test_it_is_kept_while_another_image_is_looked_at(self, desk: Desk, item: ImageItem) -> None:
        job = self.ask(desk)
        (other,) = desk.add("b.jpg")
        desk.settle()
        new = relative_map()
        answer(desk, job, new)
        assert desk.session.current is other
        assert desk.window.viewer.heatmap is not new
        desk.window.images.choose(item)
        desk.settle()
        assert item.record is not None
        assert new in item.record.heatmaps

    def test_the_same_request_replaces_its_map(self, desk: Desk, item: ImageItem) -> None:
        answer(desk, self.ask(desk), relative_map())
        again = replace(relative_map(), audit=FAILED)
        answer(desk, self.ask(desk), again)
        assert item.record is not None
        assert [each.audit for each in item.record.heatmaps] == [None, FAILED]

    def test_a_map_can_be_removed_but_not_one_of_the_analysis(self, desk: Desk, item: ImageItem) -> None:
        answer(desk, self.ask(desk), relative_map())
        buttons = [button for button in desk.window.explanations.findChildren(QPushButton) if button.text() == "Remove"]
        (remove,) = (button for button in buttons if not button.isHidden())
        assert remove.accessibleName() == "Remove grad-cam · tiny"
        remove.click()
        assert item.record is not None
        assert len(item.record.heatmaps) == 1
        assert item.explanations == ()

    def test_the_audited_map_of_the_analysis_takes_its_place_until_it_is_removed(
        self, desk: Desk, item: ImageItem
    ) -> None:
        assert item.record is not None
        (own,) = item.record.heatmaps
        audited = replace(own, audit=FAILED)
        answer(desk, self.ask(desk), audited)
        assert item.record.heatmaps == (audited,)
        desk.session.explanations.remove(item, audited)
        assert item.record.heatmaps == (own,)

    def test_audits_tell_how_far_the_maps_agree_and_so_does_the_report(
        self, desk: Desk, item: ImageItem, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def agreement() -> list[float | None]:
            assert item.record is not None
            return [each.audit.agreement for each in item.record.heatmaps if each.audit is not None]

        first = replace(relative_map(), audit=PASSED)
        other = replace(make_heatmap(seed=8), method="lime", detector="tiny", target="generated", audit=PASSED)
        answer(desk, self.ask(desk), first)
        assert agreement() == [None], "the map of the analysis is of another detector"
        answer(desk, self.ask(desk), other)
        assert item.record is not None and item.record.image is not None
        size = (item.record.image.width, item.record.image.height)
        measured = mean_agreement(first, [other], *size)
        assert measured is not None and agreement() == [pytest.approx(measured)] * 2
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "report"), ""))
        desk.window.actions_by_id["export_report"].trigger()
        builder = desk.window.findChild(ReportDialog)
        with qtbot.waitSignal(builder.written):
            builder.export.click()
        printed = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "report.pdf").pages)
        assert printed.count(f"rank correlation with other methods {measured:.2f}") == 2
        desk.session.explanations.remove(item, first)
        assert agreement() == [None]

    def test_a_map_of_other_bytes_is_refused(self, desk: Desk, item: ImageItem) -> None:
        changed = replace(make_source(), sha256="0" * 64)
        desk.service.answer(self.ask(desk), Explained(relative_map(), 1.0, 2.0), changed)
        desk.settle()
        assert item.explanations == ()
        assert "content has changed" in desk.window.explanations.error.text

    def test_analysing_again_drops_them(self, desk: Desk, item: ImageItem) -> None:
        answer(desk, self.ask(desk), relative_map())
        late = self.ask(desk)
        desk.session.analyse_again([item])
        assert late in desk.service.cancelled
        answer(desk, late, relative_map())  # it was done before the cancellation arrived
        desk.finish(item, make_record())
        assert item.record is not None
        assert len(item.record.heatmaps) == 1

    def test_the_panel_leads_to_the_viewer(self, desk: Desk, item: ImageItem) -> None:
        answer(desk, self.ask(desk), relative_map())
        panel = desk.window.explanations
        (show, _) = [
            button
            for button in panel.maps.findChildren(QPushButton)
            if button.text() == "Show" and not button.isHidden()
        ]
        show.click()
        assert item.record is not None
        assert desk.window.viewer.heatmap is item.record.heatmaps[0]
        panel.maps.compare.click()
        assert desk.window.viewer.compare_mode == "grid"


class TestTime:
    def test_estimates_are_learnt_and_remembered(self, desk: Desk, item: ImageItem) -> None:
        form = desk.window.explanations.form
        box = form.methods.boxes["grad-cam"]
        assert box.accessibleDescription() == NOT_MEASURED
        box.setChecked(True)
        assert NOT_MEASURED in form.total.text()
        form.explain.click()
        answer(desk, max(asked(desk)), relative_map(), seconds=6.0, passes=2.0)
        assert form.methods.boxes["grad-cam"].accessibleDescription() == "about 6 s"
        assert form.methods.boxes["ablation-cam"].accessibleDescription() == "about 3 min"
        form.choose_layers(["layer 1"])
        assert form.methods.boxes["ablation-cam"].accessibleDescription() == "about 51 s"
        form.audit.setChecked(True)
        assert form.methods.boxes["grad-cam"].accessibleDescription() == NOT_MEASURED
        form.detector.setCurrentIndex(1)
        assert form.methods.boxes["lime"].accessibleDescription() == NOT_MEASURED
        desk.window.close()
        assert [each.seconds for each in load_state().timings] == [3.0]

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (None, NOT_MEASURED),
            (0.2, "under 1 s"),
            (12.4, "about 12 s"),
            (200.0, "about 3 min"),
            (7200.0, "about 2.0 h"),
        ],
    )
    def test_in_words(self, seconds: float | None, words: str) -> None:
        assert duration(seconds) == words


def test_titles_tell_apart_what_method_and_detector_do_not() -> None:
    alone, camera = relative_map(), relative_map(target="camera", layers=("a", "b"))
    assert titles([alone]) == ["grad-cam · tiny"]
    assert titles([alone, camera, relative_map("lime")]) == [
        "grad-cam · tiny (class “generated”)",
        "grad-cam · tiny (class “camera”; layers a, b)",
        "lime · tiny",
    ]


def test_every_state_of_an_audit_has_a_sentence() -> None:
    assert reliability(make_heatmap()).startswith("Exact")
    assert reliability(relative_map()).startswith("Not audited")
    assert reliability(replace(relative_map(), audit=FAILED)).startswith("Failed its audit: What it marks")
    assert reliability(replace(relative_map(), audit=replace(FAILED, reasons=()))).startswith("Passed")


def test_the_panel_shows_notes_and_a_failed_audit(desk: Desk, item: ImageItem) -> None:
    desk.window.explanations.form.run_all.click()
    answer(desk, min(asked(desk)), replace(relative_map(), notes=("R2: 0.71.",), audit=FAILED))
    texts = [label.text() for label in desk.window.explanations.maps.findChildren(QLabel)]
    assert any("R2: 0.71." in text for text in texts)
    assert any(text.startswith("Failed its audit") for text in texts)
