"""The fixed phrases that the window shows but that are written elsewhere: in tables of the window itself and in the
layers without Qt, which know nothing of translations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from gauntlet_basic_findings.rules import RULES
from gauntlet_basic_findings.views import DRAWINGS
from gauntlet_desktop.app.files import FAULTS
from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.app.settings_spec import SPEC
from gauntlet_desktop.core import colormaps, likelihood
from gauntlet_desktop.core.checklist import REPLY_WORDS
from gauntlet_desktop.core.clustering import CAVEAT, LABEL_WORDS
from gauntlet_desktop.core.consensus import views
from gauntlet_desktop.core.errors import (
    BROKEN_REMEDIES,
    DETAILS,
    NO_DECODER,
    NO_SHARED_MEMORY,
    NO_SUCH_PICTURE,
    InputCode,
    InputError,
)
from gauntlet_desktop.core.phrases import SYSTEM_REASONS
from gauntlet_desktop.core.readers import REGISTERS
from gauntlet_desktop.core.task import MINUTES_LEFT, SECONDS_LEFT
from gauntlet_desktop.inference.ladder import CHANGES
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.c2pa_words import LIKENESS
from gauntlet_desktop.store import MarkKind
from gauntlet_desktop.store import connection as store_connection
from gauntlet_desktop.ui import actions
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.checklist_panel import GROUP
from gauntlet_desktop.ui.docks import RESULTS
from gauntlet_desktop.ui.language import BETWEEN, COUNT
from gauntlet_desktop.ui.report_form import OF_IMAGES
from gauntlet_desktop.ui.review.columns import COLUMNS
from gauntlet_desktop.ui.review.report_dialog import SWITCHES
from gauntlet_desktop.ui.tour import STEPS
from scripts.error_words import sentences

PACKAGE = Path(__file__).resolve().parents[1] / "gauntlet_desktop"
PLUGINS = PACKAGE.parent / "plugins"
# Whose errors no window shows: of the command line and the batches of a cluster, of training and of what is measured
# about detectors, and what authors of plugins are told.
ENGLISH_ONLY = (
    *("/__main__.py", "/cli/", "/app/cluster.py", "/app/cluster_worker.py", "/app/verify.py", "/app/verify_rerun.py"),
    *("/app/plugin_project.py", "/resources/plugin_kinds/", "/evaluation/kit/", "/evaluation/report_sections.py"),
    *("/app/training.py", "/training/checkpoint.py", "/training/data.py", "/training/epochs.py", "/training/files.py"),
    *("/training/intake.py", "/training/loop.py", "/training/recipes.py", "/training/sampler.py"),
    *("/training/whole_images.py", "/recipe.py", "/evaluation/attack.py", "/evaluation/evaluate.py"),
    *("/evaluation/explanations.py", "/evaluation/installed.py", "/evaluation/trained.py"),
)
_WORD = re.compile(r"[^\W\d_]{2}")
_FIELD = re.compile(r"\{[^}]*\}")
# Who is told how far a long work is, and the number of the argument that says what is being done.
_TELLERS = {"report": 1, "progress": 1, "tell_progress": 1, "Progress": 2, "put_question": 0}


def window_words() -> tuple[tuple[str, str], ...]:
    """Every phrase once, with what tells apart two meanings of it ("" for most), in the order of the alphabet."""
    phrases = {(phrase, "") for phrase in _all() if _WORD.search(_FIELD.sub("", phrase))}
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
    yield from (CAVEAT, LIKENESS, "predicted", "uncalibrated", "experimental", "The viewer as it was shown")
    yield from (change.name for change in CHANGES)
    yield from _errors()
    yield from _phrases()
    yield from _artifacts()
    yield from _verdicts()
    yield from _steps()


def _errors() -> Iterator[str]:
    details = ((InputCode.DECODE_MEMORY, NO_SHARED_MEMORY), (InputCode.ENGINE_CRASHED, NO_DECODER))
    for error in map(InputError, InputCode):
        yield from (error.message, error.remedy)
    for code, detail in details:
        yield from (detail, InputError(code, detail).remedy)
    yield from (*DETAILS, NO_SUCH_PICTURE, *SYSTEM_REASONS, *BROKEN_REMEDIES)
    for _, what, remedy in (*FAULTS.values(), *store_connection.FAULTS.values()):
        yield from (what, remedy)
    for path in telling_modules():
        yield from (each.text for each in sentences(path) if not each.lost)


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


def _phrases() -> Iterator[str]:
    """The templates of sentences with values in them."""
    for path in working_modules():
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.Call) and _name(node.func) == "phrase" and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def _steps() -> Iterator[str]:
    """What long works say that they are doing, where that is fixed."""
    yield from (SECONDS_LEFT, MINUTES_LEFT)
    yield from (view.name for view in views(1, 1))
    for path in working_modules():
        for _, phrases in steps_told(path):
            for part in BETWEEN.split(COUNT.sub("{}", ": ".join(phrases))):
                yield part if part.strip("{} ") else ""


def telling_modules() -> list[Path]:
    """The modules whose errors a window may show."""
    return [path for path in working_modules() if not any(part in path.as_posix() for part in ENGLISH_ONLY)]


def working_modules() -> list[Path]:
    """The modules that may say something: of the program, and of the plugins that come with it."""
    ours = [path for folder in (PACKAGE, PLUGINS) for path in sorted(folder.rglob("*.py"))]
    return [path for path in ours if "tests" not in path.parts]


def steps_told(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The line of each call in a module that tells what is being done, and the phrases that are told there: none where
    it hands on what others say. "{}" stands for what is filled in."""
    for function in ast.walk(_parsed(path)):
        if not isinstance(function, ast.FunctionDef | ast.Lambda):
            continue
        inside = list(ast.walk(function))
        named = {
            target.id: node.value
            for node in inside
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in inside:
            position = _TELLERS.get(_name(node.func)) if isinstance(node, ast.Call) else None
            if position is not None and len(node.args) > position:
                yield node.lineno, list(_literals(node.args[position], named))


def _literals(node: ast.expr, named: Mapping[str, ast.expr]) -> Iterator[str]:
    """The literals of an expression: alone, given a name before, or handed to a function."""
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(values):
            yield "".join("{}" if isinstance(each, ast.FormattedValue) else each.value for each in values)
        case ast.Name(name) if name in named:
            yield from _literals(named[name], {})
        case ast.Call(args=arguments):
            for each in arguments:
                yield from _literals(each, named)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", None) or getattr(called, "id", "")
