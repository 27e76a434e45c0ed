"""Tests of scoring labelled images in a condition of delivery."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.errors import Cancelled, InputError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode, Rescale
from gauntlet_desktop.imaging.packs import Pack, open_pack
from gauntlet_desktop.inference.scoring import score_delivered, short_sides


class Width:
    """A detector that gives the width of what it was shown."""

    id = "width"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        return DetectorOutput(float(image.pixels.shape[1]))


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    noise = np.random.default_rng(1).integers(0, 256, (210, 240, 3), dtype=np.uint8)
    for label in ("real", "fake"):
        (tmp_path / label).mkdir()
        Image.fromarray(noise).save(tmp_path / label / "noise.png")
    Image.new("RGB", (210, 210), (5, 5, 5)).save(tmp_path / "fake" / "blank.png")
    return open_pack(tmp_path)


def test_no_steps_score_the_file_as_stored(pack: Pack) -> None:
    real = pack.samples[0]
    (result,) = score_delivered(Width(), pack, [real], lambda sample, facts: (), TaskContext())
    assert (result.sample, result.score, result.quality) == (real, 240.0, 101)
    assert result.bytes == len(pack.read(real))


def test_steps_are_delivered_as_a_file(pack: Pack) -> None:
    chain = Rescale(0.5), Encode("jpeg", 60)
    results = score_delivered(Width(), pack, pack.samples, lambda sample, facts: chain, TaskContext())
    assert [result.quality for result in results] == [60, 60, 60]
    assert results[0].score == 120.0


def test_a_delivery_without_a_file_at_its_end_is_refused(pack: Pack) -> None:
    with pytest.raises(ValueError, match="Encode"):
        score_delivered(Width(), pack, pack.samples, lambda sample, facts: (Rescale(0.5),), TaskContext())


def test_the_scope_gate_leaves_blanks_out(pack: Pack) -> None:
    assert [s.member for s in short_sides(pack, pack.samples, TaskContext())] == ["real/noise.png", "fake/noise.png"]


def test_an_undecodable_image_stops_the_measuring(pack: Pack) -> None:
    (pack.root / "fake" / "blank.png").write_bytes(b"no picture")
    with pytest.raises(InputError):
        short_sides(pack, pack.samples, TaskContext())


def test_scoring_can_be_cancelled_and_reports_its_own_progress_only(pack: Pack) -> None:
    told: list[str] = []
    score_delivered(
        Width(), pack, pack.samples, lambda sample, facts: (), TaskContext(lambda fraction, what: told.append(what))
    )
    assert told[-1] == "Scoring image 3 of 3"
    with pytest.raises(Cancelled):
        score_delivered(Width(), pack, pack.samples, lambda sample, facts: (), TaskContext(is_cancelled=lambda: True))
