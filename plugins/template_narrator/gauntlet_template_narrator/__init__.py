"""The template narrator: plain sentences filled with the values of an analysis record, each bound to its records."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Narrator, hookimpl


@hookimpl
def gauntlet_narrators() -> Sequence[Narrator]:
    from gauntlet_template_narrator.narrator import TemplateNarrator

    return [TemplateNarrator()]
