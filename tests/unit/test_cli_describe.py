"""`gauntlet models language` and `gauntlet describe`, with tiny models on disk, from file to report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, USAGE  # noqa: E402
from tests import tiny_language_models as tiny  # noqa: E402
from tests.factories import make_pixels  # noqa: E402


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "scene.png"
    Image.fromarray(make_pixels(120, 160)).save(path)
    return path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    root = tmp_path_factory.mktemp("weights")
    tiny.save_llava_next(root / "Llava Tiny")
    tiny.save_mistral(root / "mistral")
    return root


@pytest.fixture(autouse=True)
def own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "models"))
    yield


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


def test_models_are_named_listed_and_removed(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("models", "language") == DONE
    assert "No language model was named" in capsys.readouterr().err
    assert command("models", "language", "add", folders / "Llava Tiny", "--licence", "MIT") == DONE
    assert "llava-tiny  llava_next in" in capsys.readouterr().out
    server = ("models", "language", "server", "http://127.0.0.1:1/v1", "--model", "m", "--id", "srv")
    assert command(*server, "--licence", "MIT", "--name", "Mine") == DONE
    assert command(*server) == USAGE
    assert "There is a language model 'srv' already" in capsys.readouterr().err
    assert command("models", "language") == DONE
    listed = capsys.readouterr().out
    assert "llava-tiny  sees pictures, about 0.6 GB of memory" in listed
    assert "srv  text only\n  m at http://127.0.0.1:1/v1\n  licence: MIT; origin: a local server" in listed
    assert command("models", "language", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["sees_images"]) for each in told] == [("llava-tiny", True), ("srv", False)]
    assert command("models", "language", "remove", "srv") == DONE
    assert command("models", "language", "remove", "srv") == USAGE
    assert "There are: llava-tiny" in capsys.readouterr().err


def test_what_a_folder_calls_itself_steers_no_terminal(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(folders / "mistral", tmp_path / "named")
    config = folder / "config.json"
    plain = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**plain, "model_type": "a\x1b[2J"}), encoding="utf-8")
    assert command("models", "language", "add", folder) == DONE
    assert command("models", "language") == DONE
    assert capsys.readouterr().out.count("a‹U+001B›[2J in") == 2


def test_a_server_elsewhere_is_refused_and_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("models", "language", "server", "http://192.0.2.1:80/v1", "--model", "m", "--id", "x") == USAGE
    assert "is refused" in capsys.readouterr().err
    command("models", "language")
    assert "No language model was named" in capsys.readouterr().err


def test_a_picture_is_described_and_reported(
    folders: Path, picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("models", "language", "add", folders / "Llava Tiny", "--id", "llava")
    capsys.readouterr()
    arguments = ("describe", picture, "--model", "llava", "--set", "max_new_tokens=4", "--set", "device=cpu")
    assert command(*arguments, "--rephrase", "--json", "--report", tmp_path / "r.pdf") == DONE
    captured = capsys.readouterr()
    record = json.loads(captured.out)
    (told,) = record["remarks"]
    assert (told["model"], told["subject"], told["remarks"]) == ("llava", "picture", [])
    assert told["settings"]["max_new_tokens"] == "4"
    for_experts = [each for each in record["text"] if (each["language"], each["register"]) == ("en", "technical")]
    assert told["rephrased"] == for_experts
    assert any("Nothing usable came of the view" in note for note in told["notes"])
    assert "View: original (unverified)" in captured.err
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["record"]["remarks"] == [told]


def test_a_text_model_rewords_only(folders: Path, picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("models", "language", "add", folders / "mistral")
    arguments = ("describe", picture, "--model", "mistral", "--no-remarks", "--rephrase")
    assert command(*arguments, "--set", "max_new_tokens=3", "--set", "device=cpu") == DONE
    printed = capsys.readouterr().out
    assert "unverified, and not evidence" in printed
    assert "sentences stand as the template wrote them" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--model", "nobody"], "no language model 'nobody'"),
        (["--model", "nobody", "--set", "seconds"], "KEY=VALUE"),
    ],
)
def test_what_cannot_be_asked_is_named(
    arguments: list[str], said: str, picture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("describe", picture, *arguments) == USAGE
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_picture(folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("models", "language", "add", folders / "mistral")
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert command("describe", tmp_path / "cut.png", "--model", "mistral") == USAGE
    assert "cut.png cannot be described" in capsys.readouterr().err
