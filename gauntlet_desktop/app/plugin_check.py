"""Runs the acceptance kit on an installed plugin or on a project's folder, and remembers what came of it.

The plugin runs in processes of its own, one for each question, so that it can neither hang nor end this one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.discovery import API_VERSION, Discovered, installed
from gauntlet_desktop.api.folders import config_folder
from gauntlet_desktop.api.hookspecs import ENTRY_POINT_GROUP
from gauntlet_desktop.api.manifest import MANIFEST_NAME, Manifest, content_sha256, read_manifest
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.plugin_project import read_project
from gauntlet_desktop.app.plugins import TOO_SLOW, limited
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.kit import rows as kit_rows
from gauntlet_desktop.evaluation.kit import running
from gauntlet_desktop.evaluation.kit.declared import declared
from gauntlet_desktop.evaluation.kit.rows import FAILED, PASSED, SKIPPED, Row
from gauntlet_desktop.evaluation.kit.running import Outcome, Target
from gauntlet_desktop.training.recipe_check import RecipeTrial, try_recipes

_log = logging.getLogger(__name__)

PROCESS_SECONDS, RECIPE_SECONDS = 300.0, 120.0
RESULTS_NAME = "plugin-checks.json"
TRAINING_KIND = "training-recipe"
_RESULTS_BYTES = 1 << 22
_MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the kit says of a plugin in one state of its files, which `sha256` tells from others."""

    plugin: str
    version: str
    sha256: str
    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        return all(row.outcome != FAILED for row in self.rows)

    @property
    def summary(self) -> str:
        """In words: "12 checks passed, 1 failed, 2 could not be tried"."""
        counts = [sum(row.outcome == outcome for row in self.rows) for outcome in (PASSED, FAILED, SKIPPED)]
        words = (f"{counts[0]} checks passed", f"{counts[1]} failed", f"{counts[2]} could not be tried")
        return ", ".join(word for word, count in zip(words, counts, strict=True) if count or word is words[0])


def check_plugin(
    name_or_path: str,
    *,
    seconds: float = PROCESS_SECONDS,
    recipe_seconds: float = RECIPE_SECONDS,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> CheckReport:
    """Run the kit on a project folder, or on the installed plugin of that id; each process may take `seconds`, that
    of its training recipes `recipe_seconds`.

    Raises UserError for what is neither, Cancelled. What is wrong with the plugin itself stands in the report. That of
    an installed plugin is remembered where something can be kept.
    """
    target, licence = _target(name_or_path)
    context = TaskContext(progress, is_cancelled)
    manifest, folder = target.plugin.manifest, target.plugin.folder
    if manifest is None or folder is None:
        row = Row("manifest", target.plugin.name, FAILED, target.plugin.problem)
        return CheckReport(target.plugin.name, "", "", (row,))
    rows = [*declared(manifest, folder, licence), *_run_all(target, manifest, seconds, context, is_cancelled)]
    if TRAINING_KIND in manifest.kinds:
        context.report(0.9, "Training on a few images")
        rows += _train(target, manifest, recipe_seconds, is_cancelled)
    context.report(1.0, "Done")
    report = CheckReport(manifest.id, manifest.version, _digest(manifest, folder), tuple(rows))
    if not Path(name_or_path).is_dir():
        try:
            remember(report)
        except EnvironmentFault as fault:
            _log.warning("the result of the check is not kept: %s", fault)
    return report


def remember(report: CheckReport) -> None:
    """Keep a report in the configuration folder, in place of an earlier one of the plugin. Raises EnvironmentFault."""
    kept = [each for each in remembered() if each.plugin != report.plugin]
    make_folder(config_folder())
    text = json.dumps(to_plain((*kept, report)), indent=1) + "\n"
    write_atomically(config_folder() / RESULTS_NAME, text.encode("ascii"))


def remembered() -> tuple[CheckReport, ...]:
    """The reports that were kept; none where the file is missing or damaged."""
    try:
        with (config_folder() / RESULTS_NAME).open("rb") as file:
            return from_plain(tuple[CheckReport, ...], json.loads(file.read(_RESULTS_BYTES)))
    except (OSError, ValueError, RecursionError):
        return ()


def results() -> dict[str, CheckReport]:
    """The kept reports by the SHA-256 of the files that they are of: a plugin that has changed since finds none."""
    return {report.sha256: report for report in remembered() if report.sha256}


# What is examined


def _target(name_or_path: str) -> tuple[Target, str]:
    """The plugin, and the licence that its project states (empty: none)."""
    path = Path(name_or_path)
    if path.is_dir():
        return _project(path.resolve())
    plugin = next((each for each in installed() if each.name == name_or_path), None)
    if plugin is None:
        raise UserError(
            "no_such_plugin",
            phrase("{name!r} is neither the folder of a project nor an installed plugin.", name=name_or_path),
            "See: gauntlet plugins",
        )
    return Target(plugin, plugin.folder.parent if plugin.folder else Path()), ""


def _project(folder: Path) -> tuple[Target, str]:
    project = read_project(folder).get("project", {})
    entries = _dictionary(_dictionary(project, "entry-points"), ENTRY_POINT_GROUP)
    if len(entries) != 1:
        raise UserError(
            "no_plugin",
            phrase("pyproject.toml names {count} plugins, not one.", count=len(entries)),
            phrase("See [{group}].", group=ENTRY_POINT_GROUP),
        )
    name, package = next(iter(entries.items()))
    if not isinstance(package, str) or not package.isidentifier():
        raise UserError(
            "entry_invalid",
            phrase("The entry {package!r} is no top-level package.", package=package),
            "See the plugin guide.",
        )
    root = folder / "src" if (folder / "src" / package).is_dir() else folder
    examples = sorted((folder / "tests" / "examples").glob("*"))[:_MOST_EXAMPLES]
    licence = project.get("license", "")
    return Target(_discovered(name, root / package), root, tuple(examples)), licence if isinstance(licence, str) else ""


def _dictionary(parent: Any, key: str) -> dict[str, Any]:
    value = parent.get(key, {}) if isinstance(parent, dict) else {}
    return value if isinstance(value, dict) else {}


def _discovered(name: str, package: Path) -> Discovered:
    """A package that is not installed, as discovery would find it."""
    try:
        manifest = read_manifest(package / MANIFEST_NAME, API_VERSION)
    except PluginFault as fault:
        return Discovered(name, name, None, None, fault.sentence)
    problem = "" if manifest.entry == package.name else f"The manifest's entry {manifest.entry!r} is another package."
    return Discovered(manifest.id, name, package, manifest, problem)


def _digest(manifest: Manifest, folder: Path) -> str:
    try:
        return content_sha256(manifest, folder)
    except OSError:
        return ""


# What is run


def _run_all(
    target: Target,
    manifest: Manifest,
    seconds: float,
    context: TaskContext,
    is_cancelled: Callable[[], bool] | None,
) -> Iterator[Row]:
    """One question after the other; without an answer to the first, the others are not asked."""

    def ask(function: Callable[[Target], Any]) -> Any:
        return limited(function, target, seconds=seconds, is_cancelled=is_cancelled)

    context.report(0.0, "Loading the plugin and trying it")
    try:
        first: tuple[Outcome, ...] = ask(running.run)
    except (PluginFault, EnvironmentFault) as fault:
        yield Row("contract", manifest.id, FAILED, fault.message)
        return
    yield from kit_rows.contract_rows(first)
    yield from _kinds(manifest, first)
    context.report(0.3, "Comparing with another process")
    yield from _answered("determinism", manifest.id, lambda: kit_rows.determinism_rows(first, ask(running.run)))
    context.report(0.5, "Cancelling it")
    sound = {each.subject for each in first if each.digest}
    yield from _answered(
        "cancellation", manifest.id, lambda: kit_rows.cancellation_rows(_of(sound, ask(running.run_cancelled)))
    )
    context.report(0.7, "Watching its memory")
    yield from _answered("memory", manifest.id, lambda: kit_rows.memory_rows(ask(running.run_repeatedly)))


def _of(subjects: set[str], outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    """Those of some subjects: what breaks the contract, or could not be tried, need not be told so twice."""
    return [each for each in outcomes if each.subject in subjects]


def _answered(check: str, plugin: str, rows: Callable[[], Iterable[Row]]) -> Iterator[Row]:
    try:
        yield from list(rows())
    except (PluginFault, EnvironmentFault) as fault:
        yield Row(check, plugin, FAILED, fault.message)


_SUBJECTS = {
    "attacks": "attack",
    "detector": "detector",
    "explainer": "explainer",
    "explanation-methods": "method",
    "model-formats": "format",
    "finding-rules": "rule",
    "language-models": "language model",
    "scope-judge": "scope judge",
    "narrator": "narrator",
    "report-sections": "report section",
    "training-recipe": "recipe",
}


def _kinds(manifest: Manifest, outcomes: tuple[Outcome, ...]) -> Iterator[Row]:
    """Whether what is registered is of the kinds that the manifest declares."""
    for kind, subject in _SUBJECTS.items():
        registers = any(each.subject.startswith(f"{subject} ") for each in outcomes)
        if registers and kind not in manifest.kinds:
            yield Row("contract", manifest.id, FAILED, f"It registers a {subject}, which its manifest leaves out.")
        if kind in manifest.kinds and not registers:
            yield Row("contract", manifest.id, SKIPPED, f"It registers no {subject} here, a kind that it declares.")


def _train(target: Target, manifest: Manifest, seconds: float, is_cancelled: Callable[[], bool] | None) -> list[Row]:
    """The rows of the recipes. One whose shortest run takes long is not wrong: it could not be tried."""
    try:
        trials = limited(try_recipes, target.plugin, target.root, seconds=seconds, is_cancelled=is_cancelled)
    except EnvironmentFault as fault:
        return [Row("training", manifest.id, SKIPPED if fault.code == TOO_SLOW else FAILED, fault.message)]
    return list(_recipe_rows(trials))


def _recipe_rows(trials: tuple[RecipeTrial, ...]) -> Iterator[Row]:
    for each in trials:
        subject = f"recipe {each.recipe}"
        if each.problem or each.skipped:
            yield Row("training", subject, FAILED if each.problem else SKIPPED, each.problem or each.skipped)
            continue
        yield Row("training", subject, PASSED, f"wrote {', '.join(name for name, _ in each.written)}")
        stops = "stops at its first report" if each.stopped else "it reports nothing, so it cannot be cancelled"
        yield Row("cancellation", subject, PASSED if each.stopped else FAILED, stops)
