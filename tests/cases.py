"""Cases with many made-up but varied images, for the tests and pictures of the triage window."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.store import Addition, Case
from tests.factories import failed_record, make_record, out_of_scope_record

WHEN = "2026-01-31T12:00:00+00:00"
_TIERS = (Tier.INCONCLUSIVE, Tier.LEANS_CAMERA, Tier.INCONCLUSIVE, Tier.LEANS_AI, Tier.AI_SUPPORTED)
_CAMERAS = ("Canon EOS 80D", "NIKON D750", "Apple iPhone 14", "")
_GENERATORS = ("", "", "", "Stable Diffusion (AUTOMATIC1111)", "ComfyUI")


def varied_records(count: int, folder: bytes = b"/evidence/", seed: int = 1) -> Iterator[AnalysisRecord]:
    """Records of distinct files: every tier, some out of scope, some failed, with cameras, generators and sizes."""
    rng = np.random.default_rng(seed)
    base = {tier: make_record(tier, heatmap=False) for tier in Tier}
    for number in range(count):
        name = f"IMG_{number:05d}.jpg"
        record = base[_TIERS[number % len(_TIERS)]]
        if number % 17 == 16:
            record = out_of_scope_record()
        if number % 23 == 22:
            record = failed_record()
        source = replace(
            record.source,
            path=(folder + name.encode()).decode(),
            raw_path=folder + name.encode(),
            name=name,
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            size_bytes=int(rng.integers(20_000, 9_000_000)),
            modified_ns=1_700_000_000_000_000_000 + number * 60_000_000_000,
        )
        record = replace(record, source=source)
        if record.verdict is not None:
            jittered = round(record.verdict.log10_lr + float(rng.normal(0, 0.2)), 3)
            conflict = "The detectors disagree." if number % 29 == 28 else ""
            record = replace(record, verdict=replace(record.verdict, log10_lr=jittered, conflict=conflict))
        if record.provenance is not None:
            camera, generator = _CAMERAS[number % len(_CAMERAS)], _GENERATORS[number % len(_GENERATORS)]
            record = replace(record, provenance=replace(record.provenance, camera=camera, generator=generator))
        yield record


def make_case(path: Path, count: int, folder: bytes = b"/evidence/") -> Path:
    """A case file with that many images."""
    with Case.create(path, actor="An examiner", when=WHEN) as case:
        additions = [Addition(record) for record in varied_records(count, folder)]
        case.add_records(additions, actor="An examiner", when=WHEN)
    return path
