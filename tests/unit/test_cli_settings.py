"""`gauntlet settings` as a shell sees it: what is printed, what is refused, what commands make of the settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.app.settings import change_settings, load_settings
from gauntlet_desktop.app.settings_spec import SPEC, Settings
from gauntlet_desktop.cli import build_parser, limits, readers, report, run
from gauntlet_desktop.cli.console import DONE, FAILED, SOME_INPUTS_FAILED, USAGE
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.imaging.limits import Limits


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(folder))
    for setting in SPEC.values():  # what a run hands on by the environment goes with the test
        if setting.variable:
            monkeypatch.setenv(setting.variable, "0")
    return folder


def gauntlet(*arguments: str) -> int:
    return run(("settings", *arguments), lambda _: FAILED)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert gauntlet(*arguments, "--json") == DONE
    return json.loads(capsys.readouterr().out)


def test_all_are_listed_with_what_they_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    change_settings({"opacity": 20})
    assert gauntlet() == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [name for name in SPEC if name != "opacity"]
    (changed,) = [line for line in lines if line.startswith("*")]
    assert "opacity" in changed and " 20 " in changed and "[a whole number, 0 to 100]" in changed
    listed = answer(capsys, "list")
    assert [each["name"] for each in listed] == list(SPEC)
    assert [each["name"] for each in answer(capsys, "list", "--changed")] == ["opacity"]
    (theme,) = [each for each in listed if each["name"] == "theme"]
    assert (theme["value"], theme["default"], theme["kind"]) == ("system", "system", "choice")
    assert "contrast-dark" in theme["choices"]


def test_one_is_read_changed_and_set_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert gauntlet("set", "smooth", "no") == DONE
    assert gauntlet("set", "report-agency", "Lab North") == DONE
    assert capsys.readouterr().out == "smooth: yes -> no\nreport_agency: (empty) -> Lab North\n"
    assert gauntlet("get", "report_agency") == DONE
    assert capsys.readouterr().out == "Lab North\n"
    assert answer(capsys, "get", "smooth")["value"] is False
    assert answer(capsys, "set", "opacity", "5")[0]["value"] == 5
    assert gauntlet("reset", "smooth", "opacity") == DONE
    assert load_settings() == Settings(report_agency="Lab North")
    capsys.readouterr()
    assert gauntlet("reset", "--all") == DONE and gauntlet("reset", "--all") == DONE
    assert capsys.readouterr().out == "report_agency: Lab North -> (empty)\nNothing was changed.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "opacitty", "5"), "Did you mean opacity?"),
        (("get", "\x1b[31m"), "There is no setting"),
        (("set", "opacity", "500"), "It is to be a whole number, 0 to 100."),
        (("set", "theme", "pink"), "The setting theme cannot be 'pink'."),
        (("reset",), "Name some, or all of them with --all."),
        (("reset", "theme", "--all"), "Which settings?"),
        (("import", "missing.json"), "missing.json cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert gauntlet(*arguments) == USAGE
    told = capsys.readouterr()
    assert said in told.err and "\x1b" not in told.err and told.out == ""
    assert load_settings() == Settings()


def test_they_travel_in_a_file_and_what_is_not_taken_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    change_settings({"theme": "dark", "report_examiner": "Ada", "jobs": 2})
    path = tmp_path / "export.json"
    assert gauntlet("export", str(path)) == DONE
    assert gauntlet("reset", "--all") == DONE
    assert gauntlet("import", str(path)) == DONE
    assert load_settings() == Settings(theme="dark", jobs=2)
    plain = json.loads(path.read_text())
    plain["settings"] |= {"theme": "light", "jobs": -1, "brain": 1}
    path.write_text(json.dumps(plain))
    capsys.readouterr()
    assert gauntlet("import", str(path)) == SOME_INPUTS_FAILED
    told = capsys.readouterr()
    assert told.out == "theme: dark -> light\n"
    assert "not taken: The setting jobs cannot be -1." in told.err
    assert "not taken: This release has no setting 'brain'." in told.err


def test_a_file_that_cannot_be_written_is_said_and_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path / "file"))
    assert gauntlet("set", "theme", "dark") == FAILED
    assert "was not written" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_damaged_entry_is_said_once_by_whatever_command(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_folder.mkdir()
    (own_folder / "settings.json").write_text('{"settings": {"theme": "pink", "opacity": 20}}')
    assert gauntlet("get", "opacity") == DONE
    told = capsys.readouterr()
    assert told.out == "20\n"
    assert told.err == (
        "gauntlet: The setting theme cannot be 'pink'. "
        "It is to be one of system, light, dark, contrast-light, contrast-dark.\n"
    )


def test_the_window_says_it_itself(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_folder.mkdir()
    (own_folder / "settings.json").write_text("{")
    assert run(("open",), lambda _: DONE) == DONE
    assert capsys.readouterr().err == ""


# What commands make of them


def test_an_option_goes_before_its_setting() -> None:
    change_settings({"limit_seconds": 40, "analysis_seconds": 50, "reader_language": "de"})
    options = build_parser().parse_args(["analyze", "x.jpg", "--limit-megapixels", "300", "--register", "plain"])
    assert limits.chosen(options) == Limits(seconds=40, pixels=300_000_000)
    assert limits.analysis_seconds(options) == 50
    assert readers.chosen(options) == Reader("de", "plain")
    options = build_parser().parse_args(["analyze", "x.jpg", "--limit-analysis-seconds", "9", "--language", "en"])
    assert limits.analysis_seconds(options) == 9
    assert readers.chosen(options) == Reader("en", "technical")


def chosen_report(*arguments: str) -> Any:
    options = build_parser().parse_args(["report", "x.jpg", "--out", "x.pdf", *arguments])
    return report.chosen_options(options), report.with_html(options)


def test_reports_begin_with_them() -> None:
    change_settings({"report_examiner": "Ada", "report_agency": "Lab", "report_address": "Road 1, Town"})
    change_settings({"report_redaction": "names", "report_html": True, "report_paper": "letter"})
    chosen, html = chosen_report()
    assert (chosen.examiner, chosen.agency, chosen.address, html) == ("Ada", "Lab", "Road 1\nTown", True)
    assert (chosen.show_picture, chosen.show_path, chosen.show_name, chosen.paper) == (False, False, False, "letter")
    chosen, html = chosen_report("--examiner", "Bo", "--no-redacted", "--no-html", "--paper", "a4")
    assert (chosen.examiner, chosen.redacted, chosen.paper, html) == ("Bo", False, "a4", False)
    chosen, _ = chosen_report("--redacted")
    assert (chosen.show_picture, chosen.show_path, chosen.show_name) == (False, False, True)
    assert chosen_report("--redact-names")[0].show_name is False
