"""Tests of scoring for an evaluation: every picture once, nothing lost to a kill, each failure named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.files import read_headers
from gauntlet_desktop.evaluation.journal import JOURNAL_NAME, Journal
from gauntlet_desktop.evaluation.scores import Scorer, Scores, score_files, ten_crops, timings
from gauntlet_desktop.imaging.packs import open_pack
from tests.evaluations import SIDE, Smoothness, make_labelled

CONDITIONS = ("clean", "web")


def run(
    data: Path,
    out: Path,
    scorers: Sequence[Scorer],
    context: TaskContext | None = None,
    conditions: Sequence[str] = CONDITIONS,
) -> Scores:
    quiet = context or TaskContext()
    with open_pack(data) as pack, Journal(out / JOURNAL_NAME) as journal:
        files, _ = read_headers(pack, pack.samples, TaskContext())
        return score_files(pack, files, scorers, conditions, journal=journal, context=quiet)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_labelled(tmp_path / "data", count=2)


def test_every_picture_is_scored_once_a_condition(data: Path, tmp_path: Path) -> None:
    detector = Smoothness()
    scores = run(data, tmp_path, [Scorer(detector, "00")])
    assert detector.seen == 8 * len(CONDITIONS)
    assert len(scores.files) == 8
    assert [file.sample.member for file, _ in scores.out_of_scope] == ["fake/new/blank.png"]
    assert len(timings(scores)["smoothness"]) == 16
    found = scores.of(scores.files[0], "web", Scorer(detector, "00"))
    assert found is not None
    assert (found.quality, found.short_side) == (60, SIDE)


def test_a_second_run_scores_only_what_is_new(data: Path, tmp_path: Path) -> None:
    first = run(data, tmp_path, [Scorer(Smoothness(), "00")])
    again, other = Smoothness(), Smoothness()
    assert run(data, tmp_path, [Scorer(again, "00")]).found == first.found
    assert again.seen == 0
    assert run(data, tmp_path, [Scorer(again, "00")], conditions=(*CONDITIONS, "hard")).reused == 16
    assert again.seen == 8
    run(data, tmp_path, [Scorer(other, "other weights")])
    assert other.seen == 16


def test_a_picture_that_changed_is_scored_again(data: Path, tmp_path: Path) -> None:
    run(data, tmp_path, [Scorer(Smoothness(), "00")])
    (data / "real/slr/0.png").write_bytes((data / "fake/old/0.png").read_bytes() + b"\0")
    again = Smoothness()
    run(data, tmp_path, [Scorer(again, "00")])
    assert again.seen == len(CONDITIONS)


def test_a_journal_that_was_cut_off_loses_one_line(data: Path, tmp_path: Path) -> None:
    first = run(data, tmp_path, [Scorer(Smoothness(), "00")])
    path = tmp_path / JOURNAL_NAME
    path.write_bytes(path.read_bytes()[:-20])
    again = Smoothness()
    assert {k: o.score for k, o in run(data, tmp_path, [Scorer(again, "00")]).found.items()} == {
        k: o.score for k, o in first.found.items()
    }
    assert again.seen == 1


def test_scores_of_another_version_of_the_program_are_made_again(data: Path, tmp_path: Path) -> None:
    run(data, tmp_path, [Scorer(Smoothness(), "00")])
    path = tmp_path / JOURNAL_NAME
    entries = [json.loads(line) | {"program": "0.0.1"} for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    again = Smoothness()
    run(data, tmp_path, [Scorer(again, "00")])
    assert again.seen == 16


@pytest.mark.parametrize("line", ["", "[]", "{}", "7", '{"sha256": 1}', "no JSON", '{"score": NaN}', "\u2028"])
def test_a_line_that_is_no_score_is_passed_over(line: str, data: Path, tmp_path: Path) -> None:
    (tmp_path / JOURNAL_NAME).write_text(line + "\n", encoding="utf-8")
    assert len(run(data, tmp_path, [Scorer(Smoothness(), "00")]).found) == 16


def test_a_kill_loses_no_score_that_was_made(data: Path, tmp_path: Path) -> None:
    """A real process, killed while its detector works on the sixth picture."""
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from tests.evaluations import Smoothness
        from tests.unit.test_scores import run
        from gauntlet_desktop.evaluation.scores import Scorer

        class Deadly(Smoothness):
            def detect(self, image, context):
                if self.seen == 5:
                    os.kill(os.getpid(), signal.SIGKILL)
                return super().detect(image, context)

        run(Path(sys.argv[1]), Path(sys.argv[2]), [Scorer(Deadly(), "00")])
        """
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", script, str(data), str(tmp_path)]
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert done.returncode == -signal.SIGKILL
    rest = Smoothness()
    assert len(run(data, tmp_path, [Scorer(rest, "00")]).found) == 16
    assert rest.seen == 16 - 5


class Moody(Smoothness):
    """Fails in all the ways that a detector can."""

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        output = super().detect(image, context)
        if self.seen == 2:
            raise RuntimeError("no mood")
        if self.seen == 3:
            return DetectorOutput(float("nan"))
        if self.seen == 4:
            raise EnvironmentFault("weights_unusable", "The weights are gone.", "")
        if self.seen == 5:
            raise SystemExit
        return output


def test_failures_of_a_detector_are_named_and_cost_nothing_else(data: Path, tmp_path: Path) -> None:
    scores = run(data, tmp_path, [Scorer(Moody(), "00"), Scorer(Smoothness(), "00", ten_crop=True)])
    assert [failure.reason.split(":")[0] for failure in scores.failures] == [
        "RuntimeError",
        "The score is nan.",
        "The weights are gone.",
        "SystemExit",
    ]
    assert {failure.scorer for failure in scores.failures} == {"smoothness"}
    assert len(scores.found) == 2 * 16 - 4
    assert len(run(data, tmp_path, [Scorer(Smoothness(), "00")]).found) == 16, "what failed is tried again"


def test_a_picture_that_cannot_be_decoded_is_named(data: Path, tmp_path: Path) -> None:
    path = data / "real/slr/1.png"
    path.write_bytes(path.read_bytes()[:2000])
    scores = run(data, tmp_path, [Scorer(Smoothness(), "00")])
    assert [failure.member for failure in scores.failures] == ["real/slr/1.png"]
    assert len(scores.files) == 7


def test_cancelling_keeps_what_was_scored(data: Path, tmp_path: Path) -> None:
    detector = Smoothness()
    with pytest.raises(Cancelled):
        run(data, tmp_path, [Scorer(detector, "00")], TaskContext(is_cancelled=lambda: detector.seen >= 5))
    assert sum("score" in json.loads(line) for line in (tmp_path / JOURNAL_NAME).read_text().splitlines()) == 5


def test_progress_says_which_picture_and_how_long(tmp_path: Path) -> None:
    said: list[str] = []
    data = make_labelled(tmp_path / "data", count=4)
    run(data, tmp_path, [Scorer(Smoothness(), "00")], TaskContext(lambda _, what: said.append(what)))
    assert said[0] == "Scoring image 1 of 17"
    assert said[-1].startswith("Scoring image 17 of 17, about ")
    assert said[-1].endswith(" left")


def test_a_folder_that_takes_no_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="was not written"), Journal(tmp_path / "file" / JOURNAL_NAME):
        pass


def test_ten_crops_are_five_places_and_their_mirrors() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (256, 300, 3), dtype=np.uint8)
    crops = list(ten_crops(pixels))
    assert [crop.shape for crop in crops] == [(224, 224, 3)] * 10
    assert np.array_equal(crops[0], pixels[:224, :224])
    assert np.array_equal(crops[7], pixels[32:, 76:][:, ::-1])
    assert np.array_equal(crops[8], pixels[16:240, 38:262])
    assert [crop.shape for crop in ten_crops(pixels[:100])] == [(100, 100, 3)] * 10


def test_ten_crop_scores_are_means_under_a_name_of_their_own(data: Path, tmp_path: Path) -> None:
    detector = Smoothness()
    scorer = Scorer(detector, "00", ten_crop=True)
    scores = run(data, tmp_path, [scorer], conditions=("clean",))
    assert detector.seen == 80
    assert {key[2] for key in scores.found} == {"smoothness (ten-crop)"}
