"""A language model. This one only tells the size of the picture: put a real one in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import Generated, LanguageModel, Parameter, hookimpl
from gauntlet_desktop.api.language_models import OnText
from gauntlet_desktop.core.task import TaskContext


class SizeTeller:
    id = "example-plugin"
    name = "Teller of sizes"
    sees_images = True
    weights_sha256 = ""
    parameters = (Parameter("max_words", 50, "words at most", minimum=1, maximum=1000),)

    def memory_bytes(self, settings: Mapping[str, Any]) -> int:
        return 0

    def generate(
        self,
        prompt: str,
        images: Sequence[NDArray[np.uint8]],
        settings: Mapping[str, Any],
        context: TaskContext,
        on_text: OnText,
    ) -> Generated:
        """Writes word by word, and looks at each whether it is to stop."""
        sizes = [f"The picture is {each.shape[1]} pixels wide and {each.shape[0]} high." for each in images]
        words = " ".join(sizes or ["There is no picture."]).split()
        chosen = words[: settings["max_words"]]
        for count in range(len(chosen)):
            context.checkpoint()
            on_text(" ".join(chosen[: count + 1]))
        return Generated(" ".join(chosen), stopped="end" if chosen == words else "length")


@hookimpl
def gauntlet_language_models() -> Sequence[LanguageModel]:
    return [SizeTeller()]
