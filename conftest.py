"""What the tests of the program and of the built-in plugins share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A loaded machine is slow, and slowness is no failure: time is measured by the benchmarks.
settings.register_profile("gauntlet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gauntlet")
