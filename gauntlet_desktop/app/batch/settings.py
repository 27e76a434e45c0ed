"""How a batch works, and what that makes of its records."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field

from gauntlet_desktop import __version__
from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.app.trust import installed_trust_list
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.trust import TrustList
from gauntlet_desktop.store import Configuration


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How a batch works, by default as the settings say. `jobs` inference processes of one thread each and `decoders`
    work at a time; `ahead` decoded pictures may wait. With `verdict_only` heatmaps, findings and text are left for
    later.
    `trust` is the C2PA trust list, by default the installed one; `analysis_seconds` is how long one picture may take in
    an inference process, which makes no difference to a record."""

    limits: Limits = field(default_factory=lambda: load_settings().limits)
    jobs: int = field(default_factory=lambda: load_settings().jobs or os.cpu_count() or 1)
    decoders: int = max(1, min(4, (os.cpu_count() or 1) // 2))
    verdict_only: bool = field(default_factory=lambda: not load_settings().batch_complete)
    trust: TrustList = field(default_factory=installed_trust_list)
    analysis_seconds: float = field(default_factory=lambda: load_settings().analysis_seconds)

    @property
    def ahead(self) -> int:
        return self.jobs + 1


def configuration_of(setup: Setup, settings: BatchSettings) -> Configuration:
    """What the records of a batch are made with: the same bytes need no second analysis with the same."""
    limits = [(f"limit {name}", str(value)) for name, value in asdict(settings.limits).items()]
    trust = [("C2PA trust list", settings.trust.sha256)] if settings.trust.pem else []
    steps = ("steps", "verdict" if settings.verdict_only else "all")
    return Configuration(
        program=f"Gauntlet Desktop {__version__}",
        plugins=setup.plugins,
        weights=setup.weights,
        calibrations=setup.calibrations,
        parameters=(*limits, *trust, steps, *setup.packages),
    )
