"""Runs the generation of one answer, with cancelling, a time budget and the text as it grows, at every token."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from gauntlet_desktop.api.language_models import OnText
from gauntlet_desktop.core.task import TaskContext
from gauntlet_language_models.network import Loaded

Clock = Callable[[], float]


class Watch:
    """A stopping criterion that is asked after every token. It reads the best beam's tokens, so that text streams with
    beam search too, where transformers has no streamer."""

    def __init__(
        self, loaded: Loaded, settings: Mapping[str, Any], context: TaskContext, on_text: OnText, clock: Clock
    ) -> None:
        self._loaded = loaded
        self._context = context
        self._on_text = on_text
        self._clock = clock
        self._limit = settings["max_new_tokens"]
        self._deadline = clock() + settings["seconds"]
        self.prompt_length: int | None = None
        self.out_of_time = False

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        import torch

        if self.prompt_length is None:  # asked first when there is one new token
            self.prompt_length = input_ids.shape[1] - 1
        new = input_ids[0, self.prompt_length :]
        self._context.report(min(1.0, len(new) / self._limit), "Writing")
        self._on_text(decode(self._loaded, new))
        self.out_of_time = self._clock() >= self._deadline
        return torch.full((input_ids.shape[0],), self.out_of_time, device=input_ids.device, dtype=torch.bool)


def write(
    loaded: Loaded,
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any],
    context: TaskContext,
    on_text: OnText,
    *,
    clock: Clock = time.monotonic,
) -> tuple[str, str]:
    """The answer to prepared inputs, and why it ended: "end", "length" or "time". Raises Cancelled."""
    import torch
    from transformers import StoppingCriteriaList

    watch = Watch(loaded, settings, context, on_text, clock)
    with torch.random.fork_rng(), torch.inference_mode():
        torch.manual_seed(settings["seed"])
        output = loaded.network.generate(
            **inputs,
            stopping_criteria=StoppingCriteriaList([watch]),
            **_options(settings),
        )
    new = output[0, watch.prompt_length or 0 :]
    text = decode(loaded, new)
    on_text(text)
    if watch.out_of_time:
        return text, "time"
    return text, "length" if len(new) >= settings["max_new_tokens"] and not _ended(loaded, new) else "end"


def decode(loaded: Loaded, tokens: Any) -> str:
    text: str = loaded.tokenizer.decode(tokens, skip_special_tokens=True)
    return text.strip()


def _options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """transformers' names; what only matters when sampling is left out when there is none."""
    names = ["max_new_tokens", "min_length", "num_beams"] + ["top_p", "temperature"] * settings["sample"]
    return {**{name: settings[name] for name in names}, "do_sample": settings["sample"]}


def _ended(loaded: Loaded, tokens: Any) -> bool:
    ends = loaded.network.generation_config.eos_token_id
    return bool(len(tokens)) and int(tokens[-1]) in (ends if isinstance(ends, list) else [ends])
