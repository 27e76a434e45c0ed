"""A judge of scope: names a kind of picture that no detector was validated on, here pictures without colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.api import ImageInput, ScopeJudge, hookimpl
from gauntlet_desktop.core.task import TaskContext

LEAST_DIFFERENCE = 1.0


class Colourless:
    id = "example-plugin"

    def reasons(self, image: ImageInput, context: TaskContext) -> Sequence[str]:
        context.checkpoint()
        spread = np.ptp(image.pixels, axis=2)
        if float(spread.mean()) >= LEAST_DIFFERENCE:
            return []
        return ["The picture has no colours, and the detectors were validated on pictures in colour only."]


@hookimpl
def gauntlet_scope_judges() -> Sequence[ScopeJudge]:
    return [Colourless()]
