"""The wordings that the narrator writes: a module for each, and one a language for the finding rules."""

from __future__ import annotations

from gauntlet_template_narrator.wording import Wording
from gauntlet_template_narrator.words import de_plain, de_technical, en_plain, en_technical

WORDINGS: tuple[Wording, ...] = (en_technical.WORDING, en_plain.WORDING, de_technical.WORDING, de_plain.WORDING)
