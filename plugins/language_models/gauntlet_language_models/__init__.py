"""Language models from folders on this machine, run with transformers; nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import LanguageModel, hookimpl


@hookimpl
def gauntlet_language_models() -> Sequence[LanguageModel]:
    from gauntlet_desktop.api.language_store import FOLDER, read_language_models
    from gauntlet_language_models.model import LocalModel

    return [LocalModel(stored) for stored in read_language_models() if stored.kind == FOLDER]
