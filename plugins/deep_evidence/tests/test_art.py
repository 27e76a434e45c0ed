"""The scope judge for art: what it looks at, what it refuses, and how often it errs on pictures sorted by a person."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gauntlet_deep_evidence.art import ArtJudge, views
from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import open_pack

LABELS = Path(__file__).resolve().parents[3] / "scripts" / "art_labels.json"
Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def judge() -> ArtJudge:
    return ArtJudge()


def shown(pixels: Pixels) -> ImageInput:
    height, width = pixels.shape[:2]
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None))


def photograph(name: str) -> Pixels:
    data = pytest.importorskip("skimage.data")
    return np.ascontiguousarray(getattr(data, name)()[..., :3])


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((200, 300), [(200, 300)]),
        ((384, 2000), [(384, 384)]),
        ((600, 900), [(384, 384), (256, 384)]),
        ((3000, 1000), [(384, 384), (768, 256)]),
    ],
)
def test_a_large_picture_is_looked_at_whole_as_well(size: tuple[int, int], sizes: list[tuple[int, int]]) -> None:
    assert [view.shape[:2] for view in views(np.zeros((*size, 3), dtype=np.uint8))] == sizes


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "rocket"])
def test_photographs_are_in_scope(judge: ArtJudge, name: str) -> None:
    assert judge.reasons(shown(photograph(name)), TaskContext()) == ()


def test_a_drawing_is_not(judge: ArtJudge) -> None:
    (reason,) = judge.reasons(shown(photograph("logo")), TaskContext())
    assert "drawn" in reason


def test_what_is_too_small_to_look_at_is_left_to_the_measured_gate(judge: ArtJudge) -> None:
    assert judge.reasons(shown(np.zeros((31, 400, 3), dtype=np.uint8)), TaskContext()) == ()


def test_the_same_picture_scores_the_same(judge: ArtJudge) -> None:
    assert judge.score(photograph("coffee")) == ArtJudge().score(photograph("coffee"))


def test_it_can_be_cancelled(judge: ArtJudge) -> None:
    with pytest.raises(Cancelled):
        judge.reasons(shown(photograph("coffee")), TaskContext(is_cancelled=lambda: True))


def test_pictures_that_a_person_sorted(judge: ArtJudge, shared_dir: Path) -> None:
    """Of held-out sources, which the judge was not fitted on: most art is refused, few photograph-like pictures are."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    refused: dict[int, list[bool]] = {0: [], 1: []}
    with open_pack(shared_dir / "data") as pack:
        for sample in pack.samples:
            if sample.source in ("evolink", "picotrex") and sample.member in labels:
                pixels, _ = pack.decode(sample)
                refused[labels[sample.member]].append(bool(judge.reasons(shown(pixels), TaskContext())))
    assert np.mean(refused[1]) > 0.6
    assert np.mean(refused[0]) < 0.1
