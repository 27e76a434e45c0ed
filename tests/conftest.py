"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of shared fixtures beside the checkout; tests that need it skip where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the shared fixtures are not beside this checkout")
    return _SHARED
