"""A finding rule: measures one artifact. Without reference images it observes, and claims nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.api import FindingRule, Measurement, RuleSpec, hookimpl
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Reference


class ClippedShare:
    spec = RuleSpec(
        id="example-plugin",
        artifact="Clipped pixels",
        unit="share",
        method="Share of pixels whose channels are all 0 or all 255",
        source="An example of the plugin kit",
        fires_when="high",
        towards="neither",
    )
    threshold = 0.05

    def measure(self, planes: Planes) -> Measurement | None:
        darkest, brightest = planes.rgb8.max(axis=2) == 0, planes.rgb8.min(axis=2) == 255
        return Measurement(float(np.mean(darkest | brightest)))

    def reference(self, value: float) -> Reference | None:
        """Where the value stands among held-out images. None: nobody has measured any."""
        return None


@hookimpl
def gauntlet_finding_rules() -> Sequence[FindingRule]:
    return [ClippedShare()]
