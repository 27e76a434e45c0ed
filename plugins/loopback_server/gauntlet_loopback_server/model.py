"""A language model behind a local server's chat completions."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import Generated, Parameter
from gauntlet_desktop.api.language_models import OnText
from gauntlet_desktop.api.language_store import NamedModel
from gauntlet_desktop.core.task import TaskContext
from gauntlet_loopback_server.address import parse_address
from gauntlet_loopback_server.client import Conversation

PARAMETERS = (
    Parameter("max_new_tokens", 512, "at most so many tokens an answer", 1, 8192),
    Parameter("temperature", 0.0, "0 takes the most probable token", 0.0, 5.0),
    Parameter("top_p", 1.0, "from the most probable tokens of this total probability", 0.01, 1.0),
    Parameter("seed", 1, "of the sampling, where the server knows it", 0, 2**31 - 1),
    Parameter("seconds", 600.0, "time budget; the text is cut off there", 1.0, 86400.0),
)


class ServedModel(NamedModel):
    """One model of a server; the server keeps its weights, so that no sum of them can be stated."""

    parameters: Sequence[Parameter] = PARAMETERS

    def memory_bytes(self, settings: Mapping[str, Any]) -> int:
        """None here; raises UserError for an address that is not this machine."""
        parse_address(self._stored.url)
        return 0

    def generate(
        self,
        prompt: str,
        images: Sequence[NDArray[np.uint8]],
        settings: Mapping[str, Any],
        context: TaskContext,
        on_text: OnText,
    ) -> Generated:
        content: Any = prompt
        if images and self.sees_images:
            content = [
                {"type": "image_url", "image_url": {"url": _data_url(images[0])}},
                {"type": "text", "text": prompt},
            ]
        body = {
            "model": self._stored.served,
            "messages": [{"role": "user", "content": content}],
            "max_tokens": settings["max_new_tokens"],
            "stream": True,
            **{name: settings[name] for name in ("temperature", "top_p", "seed")},
        }
        conversation = Conversation(parse_address(self._stored.url), body, settings["seconds"])
        text, stopped = conversation.text(context, on_text)
        return Generated(text.strip(), stopped=stopped)


def _data_url(pixels: NDArray[np.uint8]) -> str:
    """The picture inside the request itself: a server is never told a path."""
    from PIL import Image

    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "PNG")
    return f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode('ascii')}"
