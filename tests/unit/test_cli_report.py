"""`gauntlet report`: images and kept records, one and several, signed, redacted, by a template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from gauntlet_desktop.cli import run
from gauntlet_desktop.core.serialise import dumps, record_to_json
from tests.certificates import PASSPHRASE, make_certificate, write_p12
from tests.factories import make_pixels, make_record


def no_window(paths: Sequence[bytes]) -> int:
    raise AssertionError("no window is wanted")


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture
def record(tmp_path: Path) -> str:
    """A file with a record, as `analyze --json` prints it."""
    path = tmp_path / "kept.json"
    path.write_text(dumps(record_to_json(make_record())) + "\n", encoding="utf-8")
    return str(path)


def test_an_image_and_a_record_give_one_report_that_verifies(
    tmp_path: Path, record: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.fromarray(make_pixels(320, 400, 7)).save(photo, quality=92)
    Image.fromarray(make_pixels(320, 400, 7)).save(tmp_path / "figure.png")
    (tmp_path / "opinion.txt").write_text("A photograph.", encoding="utf-8")
    arguments = ["report", str(photo), record, "--out", str(tmp_path / "both.pdf"), "--html", "--case-number", "17"]
    arguments += ["--conclusion", str(tmp_path / "opinion.txt"), "--figure", str(tmp_path / "figure.png")]
    assert run([*arguments, "--section", "glossary=off"], no_window) == 0
    shown = text(tmp_path / "both.pdf")
    assert "Examination of 2 digital images" in shown and "Image 2: holiday.jpg" in shown
    assert "A photograph." in shown and "figure.png (shown at 100 %" in shown and "Case 17" in shown
    assert (tmp_path / "both.html").is_file()
    run(["verify", str(tmp_path / "both.pdf"), "--file", str(tmp_path), "--json"], no_window)
    checks = {check["what"]: check["state"] for check in json.loads(capsys.readouterr().out)["checks"]}
    same = ("report", "twin", "page", "twin of the page", "examined file 1: photo.jpg", "weights of deep-evidence")
    assert {checks[what] for what in same} == {"identical"}
    assert checks["examined file 2: holiday.jpg"] == "cannot check"
    run(["verify", str(tmp_path / "both.html")], no_window)
    assert "identical     report\nidentical     twin\n" in capsys.readouterr().out


def test_a_redacted_report_of_a_twin_withholds_path_and_name(tmp_path: Path, record: str) -> None:
    assert run(["report", record, "--out", str(tmp_path / "one.pdf")], no_window) == 0
    arguments = ["report", str(tmp_path / "one.json"), "--out", str(tmp_path / "less.pdf"), "--redacted"]
    assert run([*arguments, "--redact-names"], no_window) == 0
    twin = (tmp_path / "less.json").read_text(encoding="utf-8")
    assert "holiday" not in twin and "/evidence" not in twin
    assert json.loads(twin)["record"]["sha256"] == make_record().source.sha256


def test_a_signed_report_takes_its_passphrase_from_the_environment(
    tmp_path: Path, record: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyhanko")
    authority = make_certificate("An Authority")
    p12 = write_p12(tmp_path / "a.p12", make_certificate("A. Examiner", authority), authority)
    arguments = [
        "report",
        record,
        "--out",
        str(tmp_path / "s.pdf"),
        "--sign",
        str(p12),
        "--passphrase-variable",
        "PASS",
    ]
    assert run(arguments, no_window) == 2
    monkeypatch.setenv("PASS", PASSPHRASE)
    assert run(arguments, no_window) == 0
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    assert run(arguments[:-2], no_window) == 0
    run(["verify", str(tmp_path / "s.pdf")], no_window)
    assert "by Common Name: A. Examiner" in capsys.readouterr().out


def test_wrong_use_is_said(tmp_path: Path, record: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "x.pdf")]
    for arguments in (
        [record, *out, "--section", "glossary"],
        [record, *out, "--section", "result=off"],
        [record, *out, "--template", "none"],
        [record, *out, "--conclusion", str(tmp_path / "none.txt")],
        [record, *out, "--figure", record],
        [record, "--out", str(tmp_path / "x.html")],
    ):
        assert run(["report", *arguments], no_window) == 2
    for content in ("", "{", "[1]", '{"record": 1}', '{"path": 3, "schema": 4}', '{"records": []}'):
        (tmp_path / "bad.json").write_text(content, encoding="utf-8")
        assert run(["report", str(tmp_path / "bad.json"), *out], no_window) == 2
    assert "no record" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()
