"""The installed language models, for commands that run one in their own process."""

from __future__ import annotations

from gauntlet_desktop.api.language_models import LanguageModel
from gauntlet_desktop.api.tasks import Describer
from gauntlet_desktop.inference import describers as installed
from gauntlet_desktop.inference.describe import describe
from gauntlet_desktop.inference.loader import load

__all__ = ["Describer", "describe", "describers", "open_model"]


def describers() -> list[Describer]:
    """The installed language models."""
    return installed.describers(load())


def open_model(model_id: str) -> LanguageModel:
    """The installed model of that id. Raises UserError for one that there is not."""
    return installed.find_model(load(), model_id)
