"""Measures systems on labelled images in the conditions clean, web and hard, and writes what it found.

The files are checked for leaks first; then each picture is decoded once, delivered and scored. The folder gets
scores.jsonl as the work goes on, and at its end evaluation.json (everything), .csv, .md and .html.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from gauntlet_desktop import __version__
from gauntlet_desktop.api.protocols import Detector, ScopeJudge
from gauntlet_desktop.core.calibration import Calibration, read_calibration
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.fusion import Fusion, read_fusion
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.evaluation.files import Failure, LabelledFile, choose, read_headers
from gauntlet_desktop.evaluation.journal import JOURNAL_NAME, Journal
from gauntlet_desktop.evaluation.leaks import leak_checks
from gauntlet_desktop.evaluation.long_table import long_table
from gauntlet_desktop.evaluation.measures import condition_figures, flip_figures
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.page import page
from gauntlet_desktop.evaluation.scores import Scorer, Scores, score_files, timings
from gauntlet_desktop.evaluation.systems import System, detector_system, judge
from gauntlet_desktop.evaluation.table import markdown
from gauntlet_desktop.imaging.packs import open_pack

EVALUATION_NAME = "evaluation.json"
TABLE_NAME = "evaluation.md"
LONG_TABLE_NAME = "evaluation.csv"
PAGE_NAME = "evaluation.html"
_NAMED = 20
T = TypeVar("T")
# Of the progress, the part in which headers are read.
_HEADERS_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Plan:
    """Which images and conditions to evaluate: `sources` (label "real" and "fake" to names; None: all), at most `limit`
    images of a source, and the seed of the bootstrap. `judges` say what is out of scope beside the measured gate;
    `caution` is said above the results."""

    conditions: Sequence[str] = tuple(CONDITIONS)
    sources: Mapping[str, Sequence[str]] | None = None
    limit: int | None = None
    seed: int = 1
    caution: str = ""
    judges: Sequence[ScopeJudge] = ()


def evaluate(
    detector: Detector,
    calibration: Calibration,
    data_dir: Path,
    out_dir: Path,
    *,
    sources: Mapping[str, Sequence[str]] | None = None,
    folds: Mapping[str, Calibration] | None = None,
    caution: str = "",
    judges: Sequence[ScopeJudge] = (),
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Measure one detector in all conditions; returns its figures with those of the data (`images`, `leaks`).

    `sources` limits the images: give the held-out ones for a detector that was trained on this data. `folds`
    ("label/source" to calibration) judge the sources that `calibration` was fitted on.
    """
    system = detector_system(Scorer(detector, calibration.weights_sha256), calibration, folds)
    plan = Plan(sources=sources, caution=caution, judges=judges)
    context = TaskContext(progress, is_cancelled)
    document = evaluate_systems([system], data_dir, out_dir, plan, context)
    return {**document["systems"][system.id], "images": document["images"], "leaks": document["leaks"]}


def evaluate_systems(
    systems: Sequence[System], data_dir: Path, out_dir: Path, plan: Plan, context: TaskContext
) -> dict[str, Any]:
    """Measure all systems on the same images and write the documents into `out_dir`; returns evaluation.json.

    A second run with the same folder goes on from the scores that are there. Raises UserError when the plan makes no
    sense, when a class has no readable image and when no system could be measured at all; EnvironmentFault when the
    disk does not take what is written.
    """
    _check_plan(plan)
    with open_pack(data_dir) as pack:
        chosen = choose(pack.samples, plan.sources, plan.limit)
        files, unreadable = read_headers(pack, chosen, context.part(0.0, _HEADERS_SHARE))
        _require_both_classes(files, unreadable)
        leaks = leak_checks(files)
        scorers = {scorer.id: scorer for system in systems for scorer in system.scorers}
        rest = context.part(_HEADERS_SHARE, 1.0)
        with Journal(out_dir / JOURNAL_NAME) as journal:
            scores = score_files(
                pack, files, list(scorers.values()), plan.conditions, journal=journal, context=rest, judges=plan.judges
            )
    context.report(1.0, "Computing the figures")
    scores.failures[:0] = unreadable
    document = {
        "schema": 2,
        "program": f"Gauntlet Desktop {__version__}",
        "caution": plan.caution,
        "conditions": list(plan.conditions),
        "images": _image_counts(chosen, scores),
        "reused_scores": scores.reused,
        "leaks": leaks,
        "systems": _system_figures(systems, scores, plan, context),
        "failures": _failures(scores.failures, scorers),
        "out_of_scope": _named(
            [{"member": file.sample.member, "reason": " ".join(reasons)} for file, reasons in scores.out_of_scope]
        ),
        "performance": _performance(scores),
    }
    write_files(
        out_dir,
        {
            EVALUATION_NAME: json.dumps(document, indent=2, allow_nan=False) + "\n",
            LONG_TABLE_NAME: long_table(document),
            TABLE_NAME: markdown(document),
            PAGE_NAME: page(document),
        },
    )
    return document


def read_folds(path: Path) -> dict[str, Calibration]:
    """The calibrations that leave one source out each, as `gauntlet_desktop.training.calibrate` writes them.
    Raises UserError where the file is none, PluginFault for a calibration that is none."""
    return _by_source(path, read_calibration)


def read_fusion_folds(path: Path) -> dict[str, Fusion]:
    """The fusions that leave one source out each, as `gauntlet_desktop.training.fuse` writes them.
    Raises UserError where the file is none, PluginFault for a fusion that is none."""
    return _by_source(path, read_fusion)


def _by_source(path: Path, read: Callable[[str], T]) -> dict[str, T]:
    try:
        documents = parse_json(path.read_text(encoding="utf-8"))
        texts = {source: json.dumps(document) for source, document in documents.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise UserError(
            "folds_unreadable", f"{path.name} cannot be read ({error}).", "Calibrate the run anew."
        ) from error
    return {source: read(text) for source, text in texts.items()}


def _check_plan(plan: Plan) -> None:
    unknown = [name for name in plan.conditions if name not in CONDITIONS]
    if unknown or not plan.conditions:
        raise UserError(
            "unknown_condition",
            f"There is no condition {', '.join(unknown) or 'given'}.",
            f"Choose of: {', '.join(CONDITIONS)}.",
        )
    if plan.limit is not None and plan.limit < 1:
        raise UserError("bad_limit", f"{plan.limit} images of a source are none.", "Give a limit of 1 or more.")


def _require_both_classes(files: Sequence[LabelledFile], unreadable: Sequence[Failure]) -> None:
    if {file.sample.generated for file in files} != {False, True}:
        raise UserError(
            "class_empty",
            f"One of the two classes has no readable image ({len(unreadable)} cannot be read).",
            "Add images of the class that is missing, or name other sources.",
        )


def _system_figures(
    systems: Iterable[System], scores: Scores, plan: Plan, context: TaskContext
) -> dict[str, dict[str, Any]]:
    figures = {}
    for system in systems:
        context.checkpoint()
        figures[system.id] = _figures(system, scores, plan)
    if not any(entry["conditions"] for entry in figures.values()):
        reasons = sorted({failure.reason for failure in scores.failures})[:3]
        raise UserError(
            "nothing_measured",
            f"No detector could be measured: no scores of both classes. {' '.join(reasons)}",
            f"{len(scores.files)} images are in scope, {len(scores.out_of_scope)} are not. Check both.",
        )
    return figures


def _figures(system: System, scores: Scores, plan: Plan) -> dict[str, Any]:
    """A system's figures; a condition in which a class has no score is left out."""
    judged = {name: judge(system, scores, name) for name in plan.conditions}
    whole = {name: items for name, items in judged.items() if len({item.sample.generated for item in items}) == 2}
    figures: dict[str, Any] = {
        "detector": system.id,
        "weights_sha256": system.weights_sha256,
        "calibrated": system.calibrated,
        "note": system.note,
        "conditions": {name: condition_figures(items, seed=plan.seed) for name, items in whole.items()},
    }
    for name in ("web", "hard"):
        if system.calibrated and "clean" in whole and name in whole:
            figures[f"clean_to_{name}"] = flip_figures(whole["clean"], whole[name])
    return figures


def _image_counts(chosen: Sequence[Any], scores: Scores) -> dict[str, int]:
    return {
        "found": len(chosen),
        "scored": len(scores.files),
        "out_of_scope": len(scores.out_of_scope),
        "unreadable": len(chosen) - len(scores.files) - len(scores.out_of_scope),
    }


def _failures(failures: Sequence[Failure], scorers: Iterable[str]) -> dict[str, Any]:
    """What failed, counted whole and named in part: files that cannot be read, and each scorer's pictures."""
    return {
        "unreadable": _named([asdict(failure) for failure in failures if not failure.scorer]),
        "scorers": {
            scorer: _named([asdict(failure) for failure in failures if failure.scorer == scorer]) for scorer in scorers
        },
    }


def _named(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"count": len(entries), "first": [dict(entry) for entry in entries[:_NAMED]]}


def _performance(scores: Scores) -> dict[str, Any]:
    """Time a picture as measured where the scores were made, and the peak memory of this process."""
    latency = {
        scorer: {
            "median_seconds": float(np.median(seconds)),
            "p95_seconds": float(np.quantile(seconds, 0.95)),
            "n": len(seconds),
        }
        for scorer, seconds in timings(scores).items()
    }
    return {
        "latency": latency,
        "peak_memory_bytes": peak_memory(),
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }


def peak_memory() -> int | None:
    """The largest resident memory that this process ever had, in bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
