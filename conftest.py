"""What the tests of the program and of the built-in plugins share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow, and slowness is no failure: time is measured by the benchmarks. The examples are the same on
# each run, so that what fails once fails again, and what is covered stays covered.
settings.register_profile("gauntlet", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gauntlet")


@pytest.fixture(scope="session", autouse=True)
def nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have imported models and disabled plugins: these are theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("models")))
        patch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        patch.setenv("GAUNTLET_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        yield


_SHARED = Path(__file__).resolve().parents[1] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of shared fixtures beside the checkout; tests that need it skip where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the shared fixtures are not beside this checkout")
    return _SHARED
