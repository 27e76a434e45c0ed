"""A language model on a folder of weights."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import Generated, Grounding, Parameter
from gauntlet_desktop.api.language_models import OnText
from gauntlet_desktop.api.language_store import NamedModel, StoredLanguageModel
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_language_models.families import family_of, parameters_of
from gauntlet_language_models.memory import estimate, parameter_count
from gauntlet_language_models.network import Loaded, choose_device, choose_dtype, load_network
from gauntlet_language_models.writing import write


class LocalModel(NamedModel):
    """One model of the user's list. The network of one model at a time is held in memory, by all of them together."""

    _held: ClassVar[dict[tuple[str, str, str], Loaded]] = {}

    def __init__(self, stored: StoredLanguageModel) -> None:
        super().__init__(stored)
        self._family = family_of(stored.architecture)

    @property
    def parameters(self) -> Sequence[Parameter]:
        return parameters_of(self._family)

    def memory_bytes(self, settings: Mapping[str, Any]) -> int:
        device = choose_device(settings["device"])
        return estimate(parameter_count(self._stored.folder), choose_dtype(settings["dtype"], device))

    def generate(
        self,
        prompt: str,
        images: Sequence[NDArray[np.uint8]],
        settings: Mapping[str, Any],
        context: TaskContext,
        on_text: OnText,
    ) -> Generated:
        if self._family.needs_picture and not images:
            raise UserError(
                "needs_picture",
                phrase("{model} writes about pictures only.", model=self._family.name),
                "Choose another model for this.",
            )
        loaded = self._network(settings, context.part(0.0, 0.3))
        inputs = self._inputs(loaded, prompt, images[:1] if self.sees_images else ())
        text, stopped = write(loaded, inputs, settings, context.part(0.3, 1.0), on_text)
        if not self._family.grounds:
            return Generated(text, stopped=stopped)
        plain, entities = loaded.processor.post_process_generation(text)
        return Generated(plain, tuple(_groundings(entities)), stopped)

    def _network(self, settings: Mapping[str, Any], context: TaskContext) -> Loaded:
        device = choose_device(settings["device"])
        key = (self._stored.weights_sha256, device, choose_dtype(settings["dtype"], device))
        if key not in self._held:
            self._held.clear()  # before the next one is loaded: two may not fit
            self._held[key] = load_network(self._stored, device, key[2], context)
        return self._held[key]

    def _inputs(self, loaded: Loaded, prompt: str, images: Sequence[NDArray[np.uint8]]) -> dict[str, Any]:
        from PIL import Image

        text = self._layout(loaded, prompt, with_picture=bool(images))
        if images:
            batch = loaded.processor(images=Image.fromarray(images[0]), text=text, return_tensors="pt")
        else:
            batch = loaded.tokenizer(text, return_tensors="pt", return_token_type_ids=False)
        floating = loaded.network.dtype
        batch = _within_qformer(batch, loaded)
        return {
            name: value.to(loaded.device, floating) if value.is_floating_point() else value.to(loaded.device)
            for name, value in batch.items()
        }

    def _layout(self, loaded: Loaded, prompt: str, *, with_picture: bool) -> str:
        """The prompt as the model was trained to be asked."""
        if getattr(loaded.processor, "chat_template", None) and not self._family.own_layout:
            text = {"type": "text", "text": prompt}
            content: Any = [{"type": "image"}, text] if with_picture else [text]
            if not self.sees_images:
                content = prompt
            chat = [{"role": "user", "content": content}]
            laid_out: str = loaded.processor.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
            return laid_out
        layout = self._family.with_picture if with_picture else self._family.without_picture
        return layout.format(prompt=prompt)


def _within_qformer(batch: Any, loaded: Loaded) -> dict[str, Any]:
    """The Q-Former of InstructBLIP reads the prompt too, as far as it has positions; the language model reads all."""
    qformer = getattr(loaded.network.config, "qformer_config", None)
    longest = qformer.max_position_embeddings if qformer else None
    return {name: value[:, :longest] if name.startswith("qformer_") else value for name, value in batch.items()}


def _groundings(entities: Any) -> Iterator[Grounding]:
    """KOSMOS-2's entities, (phrase, span, boxes), as phrases with a place each."""
    for said, _, boxes in entities:
        for box in boxes:
            left, top, right, bottom = (min(1.0, max(0.0, float(each))) for each in box)
            if all(map(math.isfinite, box)) and left < right and top < bottom:
                yield Grounding(said, (left, top, right, bottom))
