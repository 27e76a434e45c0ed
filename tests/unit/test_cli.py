"""The command line as a shell uses it: real processes, real files, standard output and exit status."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gauntlet_desktop.__main__ import can_show_windows
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.store import Case
from tests.images import jpeg, picture

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "analysis-record.schema.json"
GAUNTLET = [sys.executable, "-m", "gauntlet_desktop"]


def gauntlet(*arguments: str | bytes | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GAUNTLET, *arguments], capture_output=True, encoding="utf-8", cwd=cwd, check=False)


def no_window(raw_paths: Sequence[bytes]) -> int:
    raise AssertionError(f"the window was to be opened on {raw_paths}")


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg(picture(320, 480)))
    return path


def test_json_is_one_object_a_line_in_input_order_and_nothing_else(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.png").write_bytes(b"no picture")
    (folder / "a.jpg").write_bytes(photo.read_bytes())
    (folder / "notes.txt").write_text("not an image, by its name")
    odd = os.fsencode(tmp_path) + b"/odd \xff\n.jpg"
    Path(os.fsdecode(odd)).write_bytes(photo.read_bytes())
    done = gauntlet("analyze", photo, folder, odd, tmp_path / "missing.jpg", "--json")
    records = lines(done.stdout)
    assert [record["name"] for record in records] == [
        "photo.jpg",
        "a.jpg",
        "b.png",
        "odd ‹FF›‹U+000A›.jpg",
        "missing.jpg",
    ]
    assert [record["error"] and record["error"]["code"] for record in records] == [
        None,
        None,
        "unsupported_format",
        None,
        "not_found",
    ]
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for record in records:
        jsonschema.validate(record, schema)
    assert records[0]["sha256"] == records[1]["sha256"] == records[3]["sha256"]
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_people_get_a_summary_and_a_good_run_ends_with_zero(photo: Path) -> None:
    done = gauntlet("analyze", photo.name, cwd=photo.parent)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "photo.jpg"
    assert "declared: C2PA absent" in done.stdout


def test_the_sentences_are_printed_for_the_reader_that_is_named(photo: Path) -> None:
    done = gauntlet("analyze", photo, "--text", "--language", "de", "--register", "plain")
    assert done.returncode == 0
    assert "Das ist ein Anhaltspunkt unter anderen" in done.stdout
    assert "[provenance:c2pa]" in done.stdout
    assert "one line of evidence" not in done.stdout


def test_one_file_gives_the_named_report_and_several_give_numbered_ones(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert gauntlet("analyze", photo, "--report", out / "one.pdf", "--heatmap", out / "maps").returncode == 0
    assert gauntlet("analyze", photo, photo, "--report", out / "many.pdf").returncode == 0
    written = sorted(path.name for path in out.glob("*.*"))
    assert written == ["many-1.json", "many-1.pdf", "many-2.json", "many-2.pdf", "one.json", "one.pdf"]
    assert (out / "one.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((out / "one.json").read_text(encoding="utf-8"))


def test_a_case_keeps_what_was_printed(photo: Path, tmp_path: Path) -> None:
    case_path = tmp_path / "case.gauntlet"
    done = gauntlet("analyze", photo, "--json", "--case", case_path)
    assert done.returncode == 0
    (record,) = lines(done.stdout)
    with Case.open(case_path) as case:
        assert [stored.sha256 for stored in case.records()] == [record["sha256"]]


def test_a_report_never_replaces_the_examined_file(photo: Path) -> None:
    before = photo.read_bytes()
    done = gauntlet("analyze", photo, "--report", photo)
    assert done.returncode == 2
    assert "[would_replace_evidence]" in done.stderr
    assert photo.read_bytes() == before


def test_limits_are_the_users_to_set(photo: Path) -> None:
    done = gauntlet("analyze", photo, "--json", "--limit-megapixels", "0.1")
    assert lines(done.stdout)[0]["error"]["code"] == "dimensions"
    assert done.returncode == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "x.jpg", "--limit-seconds", "0"],
        ["analyze", "x.jpg", "--limit-seconds", "soon"],
        ["unknown"],
        ["train", "patch-evidence"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments, no_window)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_an_empty_folder_is_said_and_is_no_failure(tmp_path: Path) -> None:
    done = gauntlet("analyze", tmp_path, "--json")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No image was found." in done.stderr


def test_a_closed_pipe_ends_it_quietly(photo: Path) -> None:
    process = subprocess.Popen(
        [*GAUNTLET, "analyze", *[photo] * 40, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    messages = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert messages == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_it_with_130(photo: Path) -> None:
    # A suite in the background of a shell inherits an ignored SIGINT, and would hand it on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*GAUNTLET, "analyze", *[photo] * 400, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output: queue.Queue[tuple[bytes, bytes]] = queue.Queue()
    threading.Thread(target=lambda: output.put(process.communicate())).start()
    _, messages = output.get(timeout=120)
    assert process.returncode == 130
    assert messages.endswith(b"Interrupted.\n")


def test_without_a_command_the_window_opens_and_open_hands_over_raw_paths() -> None:
    opened: list[Sequence[bytes]] = []

    def open_window(raw_paths: Sequence[bytes]) -> int:
        opened.append(raw_paths)
        return 0

    assert run([], open_window) == 0
    assert run(["open", "a.jpg", os.fsdecode(b"\xff.jpg")], open_window) == 0
    assert opened == [[], [b"a.jpg", b"\xff.jpg"]]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UserError("wrong", "That cannot be.", "Do this."), 2),
        (EnvironmentFault("disk_full", "The disk is full.", "Free some."), 1),
        (RuntimeError("a bug"), 1),
    ],
)
def test_errors_are_sentences_and_bugs_are_shown_whole(
    error: Exception, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(raw_paths: Sequence[bytes]) -> int:
        raise error

    assert run([], fails) == status
    shown = capsys.readouterr().err
    assert str(error) in shown
    assert ("Traceback" in shown) == isinstance(error, RuntimeError)


@pytest.mark.parametrize("kind", [UserError, RuntimeError])
def test_what_is_quoted_in_an_error_steers_no_terminal(
    kind: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = "a\x1b[2J\rb\u202e"

    def fails(raw_paths: Sequence[bytes]) -> int:
        raise UserError("wrong", quoted, "Do this.") if kind is UserError else RuntimeError(quoted)

    assert run([], fails) > 0
    assert "a‹U+001B›[2J‹U+000D›b‹U+202E›" in capsys.readouterr().err


def test_a_window_needs_a_display_on_linux_only() -> None:
    assert not can_show_windows("linux", {})
    assert can_show_windows("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert can_show_windows("linux", {"QT_QPA_PLATFORM": "offscreen"})
    assert can_show_windows("win32", {})
    assert can_show_windows("darwin", {})


def test_help_and_version_import_nothing_heavy() -> None:
    heavy = "numpy|PIL|PySide6|onnxruntime|torch|reportlab|c2pa"
    code = (
        "import sys, re; from gauntlet_desktop.cli import build_parser; build_parser().format_help(); "
        f"print(sorted(name for name in sys.modules if re.fullmatch('{heavy}', name)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert gauntlet("--version").stdout.startswith("Gauntlet Desktop ")


def test_plugins_and_models_are_listed_for_people_and_programs() -> None:
    plugins = json.loads(gauntlet("plugins", "--json").stdout)
    assert {"patch-evidence", "basic-findings", "template-narrator"} <= {plugin["id"] for plugin in plugins}
    assert all(plugin["state"] in ("ready", "failed", "disabled") for plugin in plugins)
    assert "patch-evidence" in gauntlet("plugins").stdout
    models = json.loads(gauntlet("models", "--json").stdout)
    assert [model["plugin"] for model in models] == ["deep-evidence", "measured-features", "patch-evidence"]
    text = gauntlet("models").stdout
    assert all(model["weights_sha256"] in text for model in models)


def test_training_names_the_recipes_there_are_and_wants_assignments(tmp_path: Path) -> None:
    done = gauntlet("train", "no-such-recipe", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "There is no training recipe 'no-such-recipe'" in done.stderr or "full install" in done.stderr
    done = gauntlet("evaluate", tmp_path)
    assert done.returncode == 2
