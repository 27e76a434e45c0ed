"""`gauntlet case`: cases made, described, checked, exported, compared and filled from lists on the command line."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from gauntlet_desktop.app.case_export import export_case
from gauntlet_desktop.app.files import write_parts_atomically
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.store import Addition, Case, Configuration, Decision, Filter, Mark, MarkKind
from tests.factories import failed_record, hostile_record, make_record

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
OLD, NEW = (
    Configuration("P", parameters=(("calibration", "1"),)),
    Configuration("P", parameters=(("calibration", "2"),)),
)


def no_window(raw_paths: Sequence[bytes]) -> int:
    raise AssertionError(f"the window was to be opened on {raw_paths}")


def case_command(*arguments: str | Path) -> int:
    return run(["case", *map(str, arguments)], no_window)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "case.gauntlet"
    with Case.create(made, **WHO) as case:
        first = [make_record(tier, name=f"{number}.jpg") for number, tier in enumerate(Tier)]
        case.add_records([Addition(record) for record in (*first, failed_record())], configuration=OLD, **WHO)
        second = [make_record(Tier.AI_SUPPORTED, name=f"{number}.jpg") for number in range(2)]
        case.add_records([Addition(record) for record in second], configuration=NEW, **WHO)
        case.mark([Mark(1, MarkKind.DECISION, Decision.GENERATED), Mark(1, MarkKind.NOTE, "=1+1")], **WHO)
        case.mark([Mark(2, MarkKind.TAG, "a"), Mark(2, MarkKind.TAG, "b"), Mark(3, MarkKind.BOOKMARK, "1")], **WHO)
    return made


def test_a_new_case_is_intact_and_is_not_made_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.gauntlet"
    assert case_command("new", path) == 0
    head = capsys.readouterr().out.split()[1]
    assert case_command("check", path, "--head", head) == 0
    assert "intact" in capsys.readouterr().out
    assert case_command("new", path) == 2
    assert "case_exists" in capsys.readouterr().err


def test_an_old_case_is_migrated_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.gauntlet"
    path.write_bytes((Path(__file__).resolve().parents[1] / "cases" / "version-1.gauntlet").read_bytes())
    assert case_command("check", path) == 2
    assert "gauntlet case migrate" in capsys.readouterr().err
    assert case_command("migrate", path) == 0
    head = capsys.readouterr().out.split()[1]
    assert case_command("check", path, "--head", head) == 0


def test_info_says_what_is_there(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert case_command("info", path) == 0
    shown = capsys.readouterr().out
    assert "6 images" in shown
    assert "status         ok 5, failed 1" in shown
    assert f"configuration  {NEW.digest()[:16]}  2 records since 2026-01-31T12:00:00+00:00" in shown
    assert case_command("info", path, "--json") == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["items"], info["queue"]) == (6, {"waiting": 0, "done": 5, "failed": 1})
    with Case.open(path) as case:
        assert info["head"] == case.custody_head()


def test_a_case_that_was_changed_fails_the_check(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mark SET value = 'camera' WHERE id = 1")
        connection.commit()
    assert case_command("check", path) == 1
    assert "The marks of entry 4" in capsys.readouterr().out
    assert case_command("check", path, "--json") == 1
    assert not json.loads(capsys.readouterr().out)["intact"]
    assert case_command("check", path, "--head", "0" * 64) == 1
    assert "expected head" in capsys.readouterr().out


def test_the_log_is_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert case_command("log", path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 2026-01-31T12:00:00+00:00 A. Examiner case created ")
    assert case_command("log", path, "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["action"] for entry in entries][1:] == ["records added"] * 2 + ["marks made"] * 2


def test_every_export_is_complete_and_logged(path: Path, tmp_path: Path) -> None:
    targets = [tmp_path / "out.csv", tmp_path / "out.jsonl", tmp_path / "out.txt"]
    assert case_command("export", path, "--csv", targets[0], "--jsonl", targets[1], "--hashes", targets[2]) == 0
    with targets[0].open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert [row["name"] for row in table] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "broken.jpg"]
    assert (table[0]["note"], table[0]["decision"], table[1]["tags"]) == ("'=1+1", "generated", "a; b")
    assert (table[2]["bookmarked"], table[3]["bookmarked"]) == ("yes", "no")
    assert float(table[3]["log10_lr"]) < 0
    lines = [json.loads(line) for line in targets[1].read_text(encoding="utf-8").splitlines()]
    assert lines[0]["record"] == record_to_json(make_record(Tier.AI_SUPPORTED, name="0.jpg"))
    assert lines[0]["examiner"]["decision"] == "generated"
    assert lines[0]["paths"] == ["/evidence/case-17/0.jpg"]
    assert targets[2].read_text().splitlines() == [row["sha256"] for row in table]
    with Case.open(path) as case:
        logged = [(entry.action, entry.subject) for entry in case.log()[-3:]]
        assert logged == [
            (f"{kind} exported", hashlib.sha256(target.read_bytes()).hexdigest())
            for kind, target in zip(("csv", "jsonl", "hashes"), targets, strict=True)
        ]
        assert case.verify_log().intact


def test_hostile_names_cannot_break_a_table(tmp_path: Path) -> None:
    path = tmp_path / "case.gauntlet"
    record = hostile_record()
    assert record.provenance is not None
    camera = replace(record.provenance, camera='@SUM(A1)\n=1,"x"', generator="=HYPERLINK(1)")
    with Case.create(path, **WHO) as case:
        case.add_record(replace(record, provenance=camera), **WHO)
    written = export_case(path, tmp_path / "out.csv", "csv", "A", WHO["when"], wanted=Filter(tiers=("ai_supported",)))
    with written.path.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["generator"], row["camera"]) == ("'=HYPERLINK(1)", '\'@SUM(A1)‹U+000A›=1,"x"')


def test_an_export_says_what_it_needs(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert case_command("export", path) == 2
    assert case_command("export", path, "--csv", tmp_path / "absent" / "x.csv") == 1
    assert "folder_missing" in capsys.readouterr().err
    with Case.open(path) as case:
        assert case.log()[-1].action == "marks made"


def test_an_export_that_fails_midway_leaves_nothing(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"first"
        raise EnvironmentFault("case_damaged", "Damaged.", "")

    with pytest.raises(EnvironmentFault):
        write_parts_atomically(tmp_path / "out.csv", parts())
    assert list(tmp_path.iterdir()) == []


def test_changed_verdicts_are_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert case_command("diff", path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1.jpg  leans_ai (+")
    assert " -> ai_supported (+" in lines[0]
    assert lines[1] == f"1 of 2 verdicts changed from {OLD.digest()[:16]} to {NEW.digest()[:16]}"
    assert case_command("diff", path, "--before", NEW.digest()[:8], "--after", OLD.digest(), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["after"]["tier"] for each in found["differences"]] == ["leans_ai"]
    assert case_command("diff", path, "--before", "0000") == 2
    assert "no_such_configuration" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["info", "diff", "log"])
def test_nothing_that_a_case_holds_steers_the_terminal(
    path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Case.open(path) as case:
        for change in (
            "configuration SET digest = id || char(27) || '[2J'",
            "custody SET occurred = char(27) || occurred, entry_hash = char(27)",
            "file SET state = char(27)",
            "evidence SET sha256 = char(27) || sha256",
        ):
            case._connection.execute(f"UPDATE {change}")
    case_command(command, path)
    told = "".join(capsys.readouterr())
    assert "‹U+001B›" in told and "\x1b" not in told


def test_verdicts_in_words_that_nothing_gives_are_damage(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.open(path) as case:
        case._connection.execute("UPDATE record SET tier = 'perhaps' WHERE tier = 'leans_ai'")
    assert case_command("diff", path) == 1
    assert "case_damaged" in capsys.readouterr().err


def test_one_configuration_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.gauntlet"
    with Case.create(path, **WHO) as case:
        case.add_record(make_record(), **WHO)
    assert case_command("diff", path) == 2
    assert "nothing_to_compare" in capsys.readouterr().err


def tags(path: Path) -> dict[str, tuple[str, ...]]:
    with Case.open(path) as case:
        assert case.verify_log().intact
        return {record.sha256: case.rows([record.item])[0].tags for record in case.newest_records()}


def test_a_plain_list_of_hashes_tags(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *rest = tags(path)
    listed = tmp_path / "list.txt"
    listed.write_text(f"# known\n{first.upper()}  some name.jpg\n{'0' * 64}\n{'1' * 32}\n\n{second}\n")
    assert case_command("import-list", path, listed, "--tag", "known-bad") == 0
    said = capsys.readouterr()
    assert said.out == "4 lines: 2 images tagged, 0 files queued\n"
    assert said.err.startswith("1 lines have no SHA-256")
    found = tags(path)
    assert (found[first], found[second], found[rest[0]]) == (("known-bad",), ("a", "b", "known-bad"), ())


def test_an_autopsy_list_says_what_is_known(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hashes = list(tags(path))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"data")
    rows = [
        ["Name", "Location", "MD5 Hash", "SHA-256 Hash", "Known"],
        ["0.jpg", "/img_a.E01/0.jpg", "", hashes[0], "known"],
        ["1.jpg", "relative.jpg", "", hashes[1].upper(), "notable (bad)"],
        ["2.jpg", str(photo), "", hashes[2], "unknown"],
        ["3.jpg", str(tmp_path), "", "no hash", "known"],
        ["short"],
    ]
    listed = tmp_path / "list.csv"
    with listed.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)
    assert case_command("import-list", path, listed, "--queue") == 0
    assert capsys.readouterr().out == "5 lines: 2 images tagged, 1 files queued\n"
    assert [tags(path)[each] for each in hashes[:3]] == [("known-good",), ("a", "b", "known-bad"), ()]
    with Case.open(path) as case:
        assert [file.raw_path for file in case.waiting(9)] == [bytes(photo)]
        assert case.log()[-1].subject == hashlib.sha256(listed.read_bytes()).hexdigest()


def test_a_table_without_a_column_for_what_is_known(path: Path, tmp_path: Path) -> None:
    first = next(iter(tags(path)))
    listed = tmp_path / "list.csv"
    listed.write_text(f"sha256\n{first}\n")
    assert case_command("import-list", path, listed) == 0
    assert tags(path)[first] == ("listed",)


def test_a_list_that_cannot_be_read_is_named(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert case_command("import-list", path, tmp_path / "absent") == 1
    assert "list_unreadable" in capsys.readouterr().err
    listed = tmp_path / "list.csv"
    listed.write_text("sha256\n" + '"' + "x" * 200_000 + '"\n')
    assert case_command("import-list", path, listed) == 2
    assert "list_invalid" in capsys.readouterr().err
