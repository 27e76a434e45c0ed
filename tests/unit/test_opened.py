"""Opening one file: identity, pixels and provenance of the same bytes, or one InputError."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.imaging import provenance
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.opened import open_image
from tests.images import oriented, picture, pixels, png


def test_everything_is_of_the_same_bytes(tmp_path: Path) -> None:
    data = oriented("PNG", 1)
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    image = open_image(os.fsencode(path), Limits())
    assert image.identity.sha256 == hashlib.sha256(data).hexdigest()
    assert np.array_equal(image.pixels, pixels())
    assert image.facts.container == "PNG"
    assert image.provenance.c2pa.state == "absent"


def test_a_metadata_reader_that_fails_costs_a_warning_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(provenance, "read_declared", fail)
    path = tmp_path / "a.png"
    path.write_bytes(png(picture(mode="L")))
    image = open_image(os.fsencode(path), Limits())
    assert image.provenance.c2pa.state == "not_checked"
    assert "RecursionError" in image.provenance.warnings[0]


def test_refusals_pass_through(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_image(os.fsencode(tmp_path), Limits())
    assert caught.value.code == InputCode.NOT_A_FILE
