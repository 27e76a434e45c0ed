"""A language model on a server of this very machine (llama.cpp, Ollama, vLLM); off until the user names one."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import LanguageModel, hookimpl


@hookimpl
def gauntlet_language_models() -> Sequence[LanguageModel]:
    from gauntlet_desktop.api.language_store import SERVER, read_language_models
    from gauntlet_loopback_server.model import ServedModel

    return [ServedModel(stored) for stored in read_language_models() if stored.kind == SERVER]
