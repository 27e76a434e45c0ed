"""`gauntlet evaluate-text`: measures of truth, and the source systems' similarities, on labelled images."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from gauntlet_desktop.api import DescribeRequest, Generated  # noqa: E402
from gauntlet_desktop.app.prompts import load_artifacts, load_prompts  # noqa: E402
from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, FAILED, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import EnvironmentFault  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.evaluation import text as evaluation  # noqa: E402
from gauntlet_desktop.evaluation.similarity import ImageToText, TextToLabel  # noqa: E402
from gauntlet_desktop.inference.loader import load  # noqa: E402
from tests import tiny_language_models as tiny  # noqa: E402
from tests.images import jpeg, picture  # noqa: E402


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    root = tmp_path_factory.mktemp("weights")
    tiny.save_clip(root / "clip")
    tiny.save_sentence_bert(root / "sbert")
    return root


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    for label in ("real", "fake"):
        path = tmp_path / "data" / label / "0.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(jpeg(picture(256, 256, seed=len(label)), quality=90))
    (tmp_path / "data" / "real" / "1.jpg").write_bytes(b"no picture")
    return tmp_path / "data"


class Seer:
    """A language model that sees bad teeth in every picture."""

    id, name, sees_images, weights_sha256, parameters = "seer", "Seer", True, "0" * 64, ()

    def memory_bytes(self, settings: Mapping[str, Any]) -> int:
        return 0

    def generate(
        self, prompt: str, images: Sequence[Any], settings: Any, context: TaskContext, on_text: Callable[[str], None]
    ) -> Generated:
        return Generated('{"teeth": "They fuse."}')


def test_truth_and_similarity_are_measured(
    labelled: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate-text", labelled, "--clip", weights / "clip", "--sentence", weights / "sbert"]
    assert run([str(each) for each in (*arguments, "--out", tmp_path / "out")], lambda paths: 1) == DONE
    printed = capsys.readouterr().out
    assert evaluation.CAUTION in printed
    document = json.loads((tmp_path / "out" / "text.json").read_text(encoding="utf-8"))
    shares = {each["name"]: each for each in document["shares"]}
    traced = shares["sentences that can be traced to records"]
    assert traced["count"] == traced["total"] > 0
    vanished = shares["findings whose sentences vanish with them"]
    assert vanished["count"] == vanished["total"]
    assert (document["images"], len(document["similarities"])) == (2, 2)
    assert all(-1.0 <= each["mean"] <= 1.0 and each["images"] == 2 for each in document["similarities"])


def test_a_language_model_that_sees_too_much_is_told_by_its_false_claims(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = load()
    monkeypatch.setattr(evaluation, "load", lambda: replace(registry, language_models=[Seer()]))
    asked = DescribeRequest("seer", load_prompts(), load_artifacts())
    request = evaluation.TextRequest("seer", limit=1)
    document = evaluation.measure_text(labelled, None, request, lambda model: asked, TaskContext())
    shares = {each["name"]: each for each in document["shares"]}
    named = shares["generated images in which the language model names an artifact"]
    assert (named["count"], named["total"]) == (1, 1)
    assert "– |" not in evaluation.table(document)


def test_what_there_is_not_is_named(labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate-text", str(labelled), "--model", "nobody"], lambda paths: 1) == USAGE
    assert run(["evaluate-text", str(labelled), "--clip", str(tmp_path)], lambda paths: 1) == FAILED
    assert "cannot be loaded" in capsys.readouterr().err


def test_similarities_are_cosines_and_long_texts_are_cut(weights: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    clip, bert = ImageToText(weights / "clip"), TextToLabel(weights / "sbert")
    assert clip.of(pixels, "word " * 100) == pytest.approx(clip.of(pixels, "word " * 200))
    assert bert.of("the same", "the same") == pytest.approx(1.0)
    assert bert.of("one thing", "quite another") < 1.0
    with pytest.raises(EnvironmentFault, match="sbert cannot be loaded"):
        ImageToText(weights / "sbert")
