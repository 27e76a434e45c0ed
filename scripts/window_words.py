"""The fixed phrases that the window shows but that are written elsewhere: in tables of the window itself and in the
layers without Qt, which know nothing of translations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gauntlet_basic_findings.rules import RULES
from gauntlet_basic_findings.views import DRAWINGS
from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.app.settings import DAMAGED
from gauntlet_desktop.app.settings_spec import SPEC
from gauntlet_desktop.core import colormaps, likelihood
from gauntlet_desktop.core.checklist import REPLY_WORDS
from gauntlet_desktop.core.clustering import CAVEAT, LABEL_WORDS
from gauntlet_desktop.core.errors import NO_SHARED_MEMORY, InputCode, InputError
from gauntlet_desktop.core.readers import REGISTERS
from gauntlet_desktop.inference.ladder import CHANGES
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.c2pa_words import LIKENESS
from gauntlet_desktop.store import MarkKind
from gauntlet_desktop.ui import actions
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.checklist_panel import GROUP
from gauntlet_desktop.ui.docks import RESULTS
from gauntlet_desktop.ui.report_form import OF_IMAGES
from gauntlet_desktop.ui.review.columns import COLUMNS
from gauntlet_desktop.ui.review.report_dialog import SWITCHES
from gauntlet_desktop.ui.tour import STEPS

PACKAGE = Path(__file__).resolve().parents[1] / "gauntlet_desktop"
_WORD = re.compile(r"[^\W\d_]{2}")
# Whoever is told how far a long work is; the second argument says what is being done.
_TELLERS = ("report", "progress", "tell_progress")


def window_words() -> tuple[tuple[str, str], ...]:
    """Every phrase once, with what tells apart two meanings of it ("" for most), in the order of the alphabet."""
    phrases = {(phrase, "") for phrase in _all() if _WORD.search(phrase)}
    groups = {(artifact.group.capitalize(), GROUP) for artifact in load_artifacts()}
    return tuple(sorted(phrases | groups))


def _all() -> Iterator[str]:
    yield from actions.MENUS
    for spec in actions.SPECS:
        yield from (spec.text, spec.tip)
    for step in STEPS:
        yield from (step.title, step.text)
    for column in COLUMNS:
        yield from (column.title, column.tip)
    for title in RESULTS:
        yield from (title, f"The panel “{title}” as it was shown")
    yield from (title for _, title, _ in (*OF_IMAGES, *SWITCHES))
    yield from (badge.value.text for badge in Badge)
    for setting in SPEC.values():
        yield from (setting.group, setting.label, setting.help, setting.unit, *setting.choices.values())
    yield from (*REGISTERS.values(), *REPLY_WORDS.values(), *LABEL_WORDS.values(), *MarkKind)
    yield from (name.capitalize().replace("-", "–") for name in colormaps.NAMES)
    yield DAMAGED
    yield from (CAVEAT, LIKENESS, "predicted", "uncalibrated", "experimental", "The viewer as it was shown")
    yield from (change.name for change in CHANGES)
    yield from _errors()
    yield from _artifacts()
    yield from _verdicts()
    yield from _steps()


def _errors() -> Iterator[str]:
    errors = [InputError(code) for code in InputCode]
    for error in (*errors, InputError(InputCode.DECODE_MEMORY, NO_SHARED_MEMORY)):
        yield from (error.message, error.remedy)


def _artifacts() -> Iterator[str]:
    for artifact in load_artifacts():
        yield from (artifact.name, artifact.description)
    for rule in RULES:
        yield rule.spec.artifact
    yield from (name for name, *_ in DRAWINGS.values())


def _verdicts() -> Iterator[str]:
    yield from (likelihood.GENERATED, likelihood.CAMERA)
    middles = [0.0, *(start + 0.1 for start in likelihood.SUPPORT_STARTS)]
    for middle in middles:
        yield likelihood.verbal_strength(middle)
        yield from (likelihood.verbal_scale(middle), likelihood.verbal_scale(-middle))
    for table in (wording.HEADLINES, wording.TIERS, wording.ERROR_RATES_SHORT, wording.C2PA):
        yield from table.values()
    yield from (*wording.TOWARDS.values(), *wording.SUBJECTS.values())
    yield from (wording.OUT_OF_SCOPE, wording.OUT_OF_SCOPE_NOTE, wording.FAILED, wording.NO_VERDICT)
    yield from (wording.NO_VERDICT_NOTE, wording.INCONCLUSIVE, wording.EXPERIMENTAL, wording.ONLY_UNCALIBRATED)
    yield from (wording.EXPERIMENTAL_DETECTOR, wording.UNMEASURED_DETECTOR, wording.UNCALIBRATED_DETECTOR)
    yield from (wording.NO_CARD, wording.PRIOR, wording.BOUND_REACHED, wording.BOUNDS_KEY, wording.LADDER_KEY)
    yield from (wording.CONFLICT, wording.FINDINGS, wording.DECLARATIONS, wording.DECLARED_TITLE)
    yield wording.DECLARED_NOTE


def _steps() -> Iterator[str]:
    """What long works say that they are doing, where that is fixed."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _TELLERS:
                phrase = "".join(_parts(node.args[1])) if len(node.args) > 1 else ""
                yield from (part for part in phrase.split(": ") if part.strip("{} "))


def _parts(node: ast.expr) -> Iterator[str]:
    """A literal; in a formatted one, "{}" stands for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from ("{}",) if isinstance(value, ast.FormattedValue) else _parts(value)


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", None) or getattr(called, "id", "")
