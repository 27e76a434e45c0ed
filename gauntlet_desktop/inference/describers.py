"""Which language models the loaded plugins offer."""

from __future__ import annotations

from gauntlet_desktop.api.language_models import LanguageModel
from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.api.tasks import Describer
from gauntlet_desktop.core.errors import GauntletError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.inference.loader import Registry


def describers(registry: Registry) -> list[Describer]:
    """The language models of a registry, as lists show them."""
    return [_described(model) for model in registry.language_models]


def find_model(registry: Registry, model_id: str) -> LanguageModel:
    """The language model of that id. Raises UserError that names those there are."""
    found = next((model for model in registry.language_models if model.id == model_id), None)
    if found is None:
        known = ", ".join(model.id for model in registry.language_models) or phrase("none")
        raise UserError(
            "no_language_model",
            phrase("There is no language model {model!r}.", model=model_id),
            phrase("There are: {known}. Add one with: gauntlet models language add FOLDER", known=known),
        )
    return found


def _described(model: LanguageModel) -> Describer:
    memory, problem = 0, ""
    try:
        memory = model.memory_bytes(complete(model.parameters, {}))
    except GauntletError as error:
        problem = error.message
    return Describer(
        model.id, model.name, model.sees_images, model.weights_sha256, memory, tuple(model.parameters), problem
    )
