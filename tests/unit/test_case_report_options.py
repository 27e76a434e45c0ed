"""What reports on cases share with those on images: signature, HTML, redaction, templates, sections, heatmaps."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from gauntlet_desktop.app.case_report import CaseReportRequest, export_case_report
from gauntlet_desktop.app.checks import Check, State
from gauntlet_desktop.app.report_templates import check_left_out, read_template
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.app.signing import load_signing
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.reporting.options import ExtraSection, FigureBlock, ReportOptions, TextBlock
from gauntlet_desktop.reporting.pictures import encode_png
from gauntlet_desktop.store import Addition, Case, Mark, MarkKind
from tests.certificates import PASSPHRASE, make_certificate, write_p12, write_pem
from tests.factories import make_pixels, make_record

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a complete analysis and one of the verdict alone, with pages of their own, and one that is listed."""
    folder = tmp_path_factory.mktemp("case")
    paths = [folder / name for name in ("secret-name.jpg", "other.jpg")]
    for number, path in enumerate(paths):
        Image.fromarray(make_pixels(300, 340, 30 + number)).save(path, quality=92)
    complete = [record for record, _ in iterate([os.fsencode(paths[0])])]
    brief = [record for record, _ in iterate([os.fsencode(paths[1])], verdict_only=True)]
    with Case.create(folder / "case.gauntlet", **WHO) as case:
        case.add_records([Addition(record) for record in (*complete, *brief)], **WHO)
        case.add_record(make_record(name="listed.jpg"), **WHO)
        case.mark([Mark(1, MarkKind.BOOKMARK, "1"), Mark(2, MarkKind.BOOKMARK, "1")], **WHO)
    return folder


def written(folder: Path, out: Path, **asked: object) -> str:
    """The text of a report that is written; `options` and the like as in CaseReportRequest."""
    export_case_report(folder / "case.gauntlet", out, CaseReportRequest(**asked), **WHO)  # type: ignore[arg-type]
    return text_of(out)


def text_of(path: Path) -> str:
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def states(path: Path, **asked: Path) -> dict[str, Check]:
    return {check.what: check for check in verify(path, VerifyRequest(**asked))}


def test_a_complete_analysis_brings_its_heatmaps_findings_and_words(folder: Path, tmp_path: Path) -> None:
    said = written(folder, tmp_path / "r.pdf")
    assert "Evidence map over it" in said and "What moved the score" in said
    assert "Percentile camera / generated" in said
    assert said.index("Conclusion of the examiner") < said.index("Image 1: secret-name.jpg")
    assert said.index("Image 2: other.jpg") < said.index("12. Annex: model cards")
    assert said.count("Left for later") >= 3  # of the other image: heatmaps, findings, words
    images = [len(page.images) for page in PdfReader(io.BytesIO((tmp_path / "r.pdf").read_bytes())).pages]
    assert sum(images) >= 4  # each picture small, the map beside the picture
    twin = json.loads((tmp_path / "r.json").read_bytes())
    assert twin["records"][0]["heatmaps"][0]["views"][0]["values"]


def test_a_page_of_html_says_the_same_and_is_sealed(folder: Path, tmp_path: Path) -> None:
    written(folder, tmp_path / "r.pdf", html=True)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    for words in ("Report on a case", "Custody", "listed.jpg", "What moved the score", "What the examiner says"):
        assert words in page
    assert page.count('<td class="mark"><svg') == 3
    assert "<script" not in page and "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    found = states(tmp_path / "r.pdf", case=folder / "case.gauntlet")
    assert found["page"].state is found["twin of the page"].state is State.IDENTICAL
    assert states(tmp_path / "r.html", case=folder / "case.gauntlet")["report"].state is State.IDENTICAL
    (tmp_path / "r.html").write_text(page.replace("listed.jpg", "lasted.jpg"), encoding="utf-8")
    assert states(tmp_path / "r.pdf")["page"].state is State.DIFFERS


def test_a_report_is_signed_and_the_signature_checked(folder: Path, tmp_path: Path) -> None:
    authority = make_certificate("An Authority")
    p12 = write_p12(tmp_path / "a.p12", make_certificate("A. Examiner", authority), authority)
    said = written(folder, tmp_path / "r.pdf", signing=load_signing(p12, PASSPHRASE))
    assert "Signed with the certificate of" in said
    pem = write_pem(tmp_path / "ca.pem", authority)
    found = states(tmp_path / "r.pdf", case=folder / "case.gauntlet", authorities=pem)
    assert found["signature"].state is found["report"].state is State.IDENTICAL
    assert "leads to one that you trust" in found["signature"].detail
    with Case.open(folder / "case.gauntlet") as case:
        assert case.log()[-1].action == "case report exported"
    data = (tmp_path / "r.pdf").read_bytes()
    (tmp_path / "r.pdf").write_bytes(data[: data.index(b"%%EOF\n") + 6])
    assert states(tmp_path / "r.pdf")["signature"].state is State.DIFFERS


@pytest.mark.parametrize("names", [True, False])
def test_a_redacted_report_withholds_pictures_paths_and_names(folder: Path, tmp_path: Path, names: bool) -> None:
    options = ReportOptions(show_picture=False, show_path=False, show_name=names)
    said = written(folder, tmp_path / "r.pdf", options=options, html=True)
    assert "Redacted version: it does not hold the pictures" in said
    everything = said + (tmp_path / "r.html").read_text("utf-8") + (tmp_path / "r.json").read_text("utf-8")
    assert str(folder) not in everything
    assert ("secret-name" in everything) is names
    assert ("(name withheld)" in everything) is not names
    assert "Picture left out; evidence map alone" in said
    assert all(check.state is not State.DIFFERS for check in states(tmp_path / "r.pdf").values())


def test_sections_are_left_out_and_ordered_and_required_ones_stay(folder: Path, tmp_path: Path) -> None:
    left_out = ("images", "glossary", "findings", "custody")
    said = written(folder, tmp_path / "r.pdf", options=ReportOptions(left_out=left_out, order=("results",)))
    assert "listed.jpg" not in said and "Percentile camera / generated" not in said
    assert said.index("1. Results") < said.index("2. The question") < said.index("3. Custody")
    assert "Left out of this report on request, and held by its JSON twin: Images, Glossary, Findings." in said


def test_a_template_brings_logo_address_and_a_section(folder: Path, tmp_path: Path) -> None:
    Image.new("RGB", (60, 20), "navy").save(tmp_path / "logo.png")
    (tmp_path / "t.toml").write_text(
        'agency = "Laboratory South"\naddress = "Street 1\\nTown"\nlogo = "logo.png"\nleft_out = ["images"]\n'
        '[[sections]]\ntitle = "Accreditation"\ntext = "Number 7."\n',
        encoding="utf-8",
    )
    options = read_template(str(tmp_path / "t.toml")).applied(ReportOptions(conclusion="A camera took them."))
    said = written(folder, tmp_path / "r.pdf", options=options)
    for words in ("Laboratory South", "Street 1", "Accreditation", "Number 7.", "A camera took them."):
        assert words in said
    assert "Of each image in its own part." in said  # the program's result beside the examiner's
    assert PdfReader(io.BytesIO((tmp_path / "r.pdf").read_bytes())).pages[0].images
    with pytest.raises(UserError, match="cannot be left out"):
        check_left_out(("custody",))


def test_figures_are_attached_and_a_plugins_section_stands_with_its_image(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sections(records: Sequence[object], **_: object) -> tuple[ExtraSection, ...]:
        assert len(records) == 2
        return (ExtraSection("Of the second", "the plugin x", 2, (TextBlock("Said of the second."),)),)

    monkeypatch.setattr("gauntlet_desktop.app.case_report.plugin_sections", sections)
    figure = FigureBlock("The scene", encode_png(make_pixels(20, 30, 1)))
    said = written(folder, tmp_path / "r.pdf", options=ReportOptions(figures=(figure,)))
    assert "The scene" in said
    assert said.index("Image 2: other.jpg") < said.index("Said of the second.")
    assert said.count("Said of the second.") == 1


def test_the_same_request_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    case = (folder / "case.gauntlet").read_bytes()
    for name in ("one", "two"):
        (tmp_path / "case.gauntlet").write_bytes(case)
        request = CaseReportRequest(html=True, options=ReportOptions(examiner="A"))
        export_case_report(tmp_path / "case.gauntlet", tmp_path / f"{name}.pdf", request, **WHO)
    for suffix in (".pdf", ".json", ".html"):
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    authority = make_certificate("An Authority")
    monkeypatch.setenv("P12_PASSPHRASE", PASSPHRASE)
    return write_p12(tmp_path / "a.p12", make_certificate("A. Examiner", authority), authority)


def test_the_command_has_the_options_of_reports_on_images(folder: Path, tmp_path: Path, environment: Path) -> None:
    def no_window(raw_paths: Sequence[bytes]) -> int:
        raise AssertionError(f"the window was to be opened on {raw_paths}")

    (tmp_path / "conclusion.txt").write_text("Both are photographs.", encoding="utf-8")
    arguments = ["case", "report", str(folder / "case.gauntlet"), "--out", str(tmp_path / "r.pdf"), "--html"]
    arguments += ["--redact-names", "--section", "glossary=off", "--conclusion", str(tmp_path / "conclusion.txt")]
    arguments += ["--agency", "Laboratory", "--sign", str(environment), "--passphrase-variable", "P12_PASSPHRASE"]
    assert run(arguments, no_window) == 0
    said = text_of(tmp_path / "r.pdf")
    assert "Both are photographs." in said and "(name withheld)" in said and "Laboratory" in said
    assert "Glossary" not in said.split("Left out of this report", maxsplit=1)[0]
    assert (tmp_path / "r.html").is_file()
    assert states(tmp_path / "r.pdf")["signature"].state is State.IDENTICAL
    assert run([*arguments, "--section", "custody=off"], no_window) == 2
