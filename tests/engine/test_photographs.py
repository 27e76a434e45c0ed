"""Real photographs through the real processes: public-domain ones that scikit-image brings along (full install)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.core.records import Status, Tier

data = pytest.importorskip("skimage.data", reason="the full install brings the photographs")

NAMES = ("astronaut", "coffee", "chelsea", "rocket")


def test_photographs_are_in_scope_exactly_explained_and_not_called_generated(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.jpg" for name in NAMES]
    for path in paths:
        Image.fromarray(getattr(data, path.stem)()).save(path, quality=90)
    results = [record for record, _ in iterate(os.fsencode(path) for path in paths)]
    assert [record.source.name for record in results] == [path.name for path in paths]
    for record in results:
        assert record.status is Status.OK
        assert record.failures == ()
        assert record.heatmaps[0].sum_check < 1e-6
        assert record.verdict is not None
        assert record.verdict.tier is not Tier.AI_SUPPORTED
        assert record.findings
        assert all(sentence.records for sentence in record.text)
