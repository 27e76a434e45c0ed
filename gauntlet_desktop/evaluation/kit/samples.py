"""What the acceptance kit gives a plugin: pictures, records and a detector, made here, always the same."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace

import numpy as np

from gauntlet_desktop.api import DetectorOutput, ImageInput
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    C2paResult,
    C2paState,
    DetectorResult,
    EvidenceView,
    FileIdentity,
    Finding,
    Heatmap,
    ImageFacts,
    JpegFacts,
    Provenance,
    Reference,
    Status,
    Tier,
    Verdict,
)
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.kit.networks import SEED

_GRID = 4


class ReferenceDetector:
    """Scores by brightness, exactly: its evidence views add up to its score."""

    id = "kit-reference"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        rows = np.array_split(image.pixels.mean(axis=2) / 255.0 - 0.5, _GRID)
        cells = [[cell.mean() for cell in np.array_split(row, _GRID, axis=1)] for row in rows]
        values = np.asarray(cells, dtype=np.float32)
        whole = Box(0, 0, image.facts.width, image.facts.height)
        score = float(values.mean(dtype=np.float64))
        return DetectorOutput(score, 0.0, (EvidenceView(whole, 1.0, values),))


@functools.cache
def pictures() -> tuple[ImageInput, ...]:
    """A photograph-like picture, a small noisy one, and one that was reduced to half its size when it was decoded."""
    return (
        _picture(384, 512, SEED),
        _picture(256, 256, SEED + 1, noise=60.0),
        _picture(300, 400, SEED + 2, scale=0.5),
    )


def _picture(height: int, width: int, seed: int, *, noise: float = 6.0, scale: float = 1.0) -> ImageInput:
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    horizon = height * (0.55 + 0.08 * np.sin(x / width * 9.0 + seed))
    sky = np.stack([90 + 90 * y / height, 140 + 70 * y / height, 235 - 30 * y / height], axis=-1)
    ground = np.stack([90 + 40 * np.sin(x / 23.0), 120 + 30 * np.cos((x + y) / 31.0), 60 + 0 * x], axis=-1)
    drawn = np.where((y < horizon)[..., None], sky, ground) + rng.normal(0.0, noise, (height, width, 3))
    pixels = np.clip(drawn, 0, 255).astype(np.uint8)
    pixels.flags.writeable = False
    return ImageInput(pixels, _facts(round(height / scale), round(width / scale), scale))


def _facts(height: int, width: int, scale: float = 1.0) -> ImageFacts:
    jpeg = JpegFacts(92, True, "4:2:0", False, hashlib.sha256(b"tables").hexdigest())
    return ImageFacts("JPEG", "RGB", 8, width, height, 1, 1, False, "", scale, jpeg)


@functools.cache
def records() -> tuple[AnalysisRecord, ...]:
    """A complete record with a verdict, a finding and a heatmap; one out of scope; one of a file that was damaged."""
    image = pictures()[0]
    complete = _answered(replace(_record(Status.OK), image=image.facts), image)
    outside = replace(
        _record(Status.OUT_OF_SCOPE), image=image.facts, scope_reasons=("This is a graphic, a screenshot or a blank.",)
    )
    failed = replace(_record(Status.FAILED), error=InputError(InputCode.DAMAGED).record(), provenance=None)
    return complete, outside, failed


def _record(status: Status) -> AnalysisRecord:
    source = FileIdentity(
        "/kit/picture.jpg", b"/kit/picture.jpg", "picture.jpg", 100_000, hashlib.sha256(b"picture").hexdigest(), 0
    )
    provenance = Provenance(C2paResult(C2paState.ABSENT), camera="A camera")
    return AnalysisRecord("Gauntlet Desktop", source, status, complete=True, provenance=provenance)


def _answered(record: AnalysisRecord, image: ImageInput) -> AnalysisRecord:
    """The record with what comes from detectors and rules."""
    output = ReferenceDetector().detect(image, TaskContext())
    detector = ReferenceDetector.id
    verdict = Verdict(
        tier=Tier.LEANS_AI,
        log10_lr=0.7,
        log10_lr_floor=-2.0,
        log10_lr_cap=2.0,
        prior=0.5,
        probability=0.83,
        verbal="weak support",
        stratum="JPEG 86 to 100",
        error_rates=(rate_estimate("ai_supported_given_camera", 4, 200),),
        reasons=(),
        n_real=200,
        n_generated=180,
        detectors=(detector,),
    )
    return replace(
        record,
        verdict=verdict,
        detectors=(DetectorResult(detector, "1", output.score, 0.0, 0.7, True, "", "numpy", True, Tier.LEANS_AI),),
        heatmaps=(Heatmap("kit", detector, True, 0.0, output.score, output.views, 0.0),),
        findings=(_finding(),),
    )


def _finding() -> Finding:
    return Finding(
        id="kit-finding",
        artifact="Texture repetition",
        value=0.4,
        unit="correlation",
        region=Box(10, 10, 100, 80),
        reference=Reference(97.0, 60.0, 0.05, 0.3, 200, 180, 0.03),
        claim="finding",
        towards="generated",
        method="A measurement of the kit",
    )
