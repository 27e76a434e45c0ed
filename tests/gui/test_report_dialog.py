"""The report builder: what the form says is what is previewed and written, for one image and for several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.report_figures import figure
from gauntlet_desktop.app.report_memory import Remembered, load_remembered
from gauntlet_desktop.app.report_templates import Template, read_template, save_template
from gauntlet_desktop.app.settings import change_settings, load_settings
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.opened import open_image
from gauntlet_desktop.ui.background import Pool
from gauntlet_desktop.ui.report_dialog import ReportDialog
from gauntlet_desktop.ui.report_matter import ReportMatter, figure_of
from gauntlet_desktop.ui.report_preview import Preview
from tests.certificates import PASSPHRASE, make_certificate, write_p12
from tests.factories import hostile_record, make_pixels, make_record, out_of_scope_record
from tests.gui.conftest import type_into
from tests.unit.test_embedded import IMAGE, small, with_thumbnail


@pytest.fixture
def pool(qtbot: QtBot) -> Iterator[Pool]:
    pool = Pool()
    yield pool
    pool.close()


def opened(qtbot: QtBot, pool: Pool, *records: AnalysisRecord) -> ReportDialog:
    pixels = make_pixels()
    matter = ReportMatter(records, pixels, [figure("The viewer", pixels)], "blue-orange", 0.7, 0.5)
    dialog = ReportDialog(None, pool, matter)
    qtbot.addWidget(dialog)
    dialog.show()
    shows(qtbot, dialog, "Examination of")
    return dialog


def shows(qtbot: QtBot, dialog: ReportDialog, words: str) -> None:
    qtbot.waitUntil(lambda: words in dialog.preview.toPlainText())


def written(qtbot: QtBot, dialog: ReportDialog, passphrase: str = "") -> str:
    with qtbot.waitSignal(dialog.written) as told:
        dialog.export.click()
        if passphrase:
            type_into(dialog, passphrase)
    return str(told.args[0])


def test_what_is_typed_is_previewed_written_and_remembered(
    qtbot: QtBot, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, pool, make_record())
    dialog.form.examiner.setText("Ada <b>E.</b>")
    dialog.form.conclusion.setPlainText("In my opinion a photograph.")
    dialog.form.html.setChecked(True)
    dialog.form.figures.item(0).setCheckState(Qt.CheckState.Checked)
    shows(qtbot, dialog, "In my opinion a photograph.")
    assert "Ada <b>E.</b>" in dialog.preview.toPlainText()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "report"), ""))
    assert written(qtbot, dialog) == "Report written: report.pdf, report.json, report.html"
    twin = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["report"]
    assert twin["examiner"] == "Ada <b>E.</b>" and twin["figures"][0]["caption"] == "The viewer"
    settings = load_settings()
    assert (settings.report_examiner, settings.report_html) == ("Ada <b>E.</b>", True)
    assert not dialog.busy and dialog.export.isEnabled()


def test_sections_can_be_switched_off_but_the_required_ones(qtbot: QtBot, pool: Pool) -> None:
    dialog = opened(qtbot, pool, make_record())
    items = [dialog.form.sections.item(row) for row in range(dialog.form.sections.count())]
    fixed = {item.text() for item in items if not item.flags() & Qt.ItemFlag.ItemIsUserCheckable}
    assert fixed == {"The question", "Identity of the file", "Result", "Method", "Limits"}
    (glossary,) = [item for item in items if item.text() == "Glossary"]
    glossary.setCheckState(Qt.CheckState.Unchecked)
    assert dialog.options.left_out == ("glossary",)
    shows(qtbot, dialog, "Left out of this report on request")


def test_a_redacted_report_is_previewed_without_picture_and_path(qtbot: QtBot, pool: Pool) -> None:
    dialog = opened(qtbot, pool, make_record())
    assert not dialog.form.no_names.isEnabled()
    dialog.form.no_pictures.setChecked(True)
    dialog.form.no_names.setChecked(True)
    shows(qtbot, dialog, "Redacted version")
    assert "holiday.jpg" not in dialog.preview.toPlainText()


def test_pictures_inside_the_file_are_previewed_and_read_once(qtbot: QtBot, pool: Pool, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(with_thumbnail(small(Image.fromarray(IMAGE))))
    found = open_image(bytes(photo), Limits())
    record = replace(make_record(heatmap=False), source=found.identity, provenance=found.provenance)
    dialog = opened(qtbot, pool, record)
    shows(qtbot, dialog, "The image, reduced")
    assert "EXIF thumbnail: alike" in dialog.preview.toPlainText()
    pictures = dialog.preview.toHtml().count("data:image/jpeg")
    photo.unlink()
    dialog.form.examiner.setText("Ada")
    shows(qtbot, dialog, "Ada")
    assert dialog.preview.toHtml().count("data:image/jpeg") == pictures
    dialog.form.no_pictures.setChecked(True)
    shows(qtbot, dialog, "Redacted version")
    assert "The image, reduced" not in dialog.preview.toPlainText()


def test_several_images_give_one_report_or_one_each(
    qtbot: QtBot, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, pool, make_record(), out_of_scope_record())
    assert "Examination of 2 digital images" in dialog.preview.toPlainText()
    dialog.joined.setChecked(False)
    shows(qtbot, dialog, "Examination of a digital image")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(tmp_path))
    assert written(qtbot, dialog).startswith("2 reports written")
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    dialog.joined.setChecked(True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "all.pdf"), ""))
    written(qtbot, dialog)
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["records"]) == 2


def test_a_template_gives_agency_and_sections(qtbot: QtBot, pool: Pool) -> None:
    save_template("north", Template(agency="Lab North", sections=(("Scope", "As accredited."),)))
    change_settings({"report_template": "north"})
    dialog = opened(qtbot, pool, make_record())
    assert dialog.form.templates.currentText() == "north"
    shows(qtbot, dialog, "As accredited.")
    assert dialog.options.agency == "Lab North"
    dialog.form.templates.setCurrentIndex(0)
    assert dialog.options.agency == ""


def test_the_form_is_kept_as_a_template(qtbot: QtBot, pool: Pool) -> None:
    dialog = opened(qtbot, pool, make_record())
    dialog.form.agency.setText("Lab South")
    dialog.form.address.setText("Road 1, Town")
    dialog.tools.keep.click()
    type_into(dialog, "../south")
    assert "name" in dialog.notice.text
    dialog.tools.keep.click()
    type_into(dialog, "south")
    assert dialog.form.templates.currentText() == "south"
    kept = read_template("south")
    assert (kept.agency, kept.address) == ("Lab South", "Road 1\nTown")


def test_a_report_is_signed_with_a_certificate(
    qtbot: QtBot, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyhanko")
    authority = make_certificate("An Authority")
    p12 = write_p12(tmp_path / "a.p12", make_certificate("A. Examiner", authority), authority)
    dialog = opened(qtbot, pool, make_record())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(p12), ""))
    dialog.tools.sign.click()
    assert dialog.tools.sign.text() == "Signed with a.p12"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "r.pdf"), ""))
    dialog.export.click()
    type_into(dialog, "wrong")
    qtbot.waitUntil(lambda: "passphrase is another one" in dialog.notice.text)
    written(qtbot, dialog, PASSPHRASE)
    assert b"/Contents <" in (tmp_path / "r.pdf").read_bytes()


def test_nothing_is_written_without_a_name(qtbot: QtBot, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened(qtbot, pool, make_record())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    dialog.export.click()
    assert not dialog.busy


def test_a_hostile_record_is_text_in_the_preview(qtbot: QtBot, pool: Pool) -> None:
    dialog = opened(qtbot, pool, replace(hostile_record(), heatmaps=()))
    assert '<img src="file:///etc/hostname"' in dialog.preview.toPlainText()


def test_the_preview_shrinks_what_is_wider_than_itself(qtbot: QtBot, pool: Pool) -> None:
    dialog = opened(qtbot, pool, make_record())
    preview = dialog.preview
    preview.setFixedWidth(900)
    qtbot.waitUntil(lambda: max(_picture_widths(preview)) > 600)
    natural = max(_picture_widths(preview))
    for width in (400, 450, 600):
        preview.setFixedWidth(width)
        qtbot.waitUntil(lambda: max(_picture_widths(preview)) < preview.viewport().width() < natural)
        assert preview.document().idealWidth() <= preview.viewport().width() + 1  # Qt rounds up
    preview.setFixedWidth(900)
    qtbot.waitUntil(lambda: max(_picture_widths(preview)) == natural)


def _picture_widths(preview: Preview) -> list[float]:
    formats = preview.document().allFormats()
    return [each.toImageFormat().width() for each in formats if each.isImageFormat()]


def test_the_preview_loads_nothing_but_what_comes_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    kind = QTextDocument.ResourceType.ImageResource.value
    (tmp_path / "a.png").write_bytes(b"")
    for address in ("http://example.org/a.png", QUrl.fromLocalFile(str(tmp_path / "a.png")).toString(), "a.png"):
        assert preview.loadResource(kind, QUrl(address)) is None
    assert preview.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("data:text/css,p{}")) is None


def test_a_view_becomes_a_figure_of_its_size(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(301, 97)
    found = figure_of("A view", preview)
    assert found.scale == "shown at 100 % of 301 × 97 px" and found.png.startswith(b"\x89PNG")


def test_a_damaged_memory_is_forgotten(config_folder: Path) -> None:
    assert load_remembered() == Remembered()
    config_folder.mkdir(exist_ok=True)
    for content in ("", "[]", "{", '{"left_out": 3}'):
        (config_folder / "report.json").write_text(content, encoding="utf-8")
        assert load_remembered() == Remembered()
