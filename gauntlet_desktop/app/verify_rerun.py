"""Repeats the analyses that a report rests on, here and now, and holds each against what the report's twin says of it.

Where the twin has the record, all of it is compared; of an image that a case report only lists, its answer is.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from gauntlet_desktop.api.runtime import TORCH
from gauntlet_desktop.app.checks import Check, State
from gauntlet_desktop.app.doctor import FULL_INSTALL
from gauntlet_desktop.app.service import EngineSettings, iterate
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.records import EXPLAINING_STEPS, AnalysisRecord
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.case_model import CaseItem
from gauntlet_desktop.reporting.compare import Difference, differences

_SHOWN = 12  # differences of one analysis


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an analysis came to when the report was made: of which image (the words behind "new analysis"), where the
    file is now, and its SHA-256 then. `compare` gives the differences of a new record; `verdict_only` says that the
    analysis went no further."""

    which: str
    raw_path: bytes
    sha256: str
    verdict_only: bool
    compare: Callable[[AnalysisRecord], Iterator[Difference]]


def of_record(which: str, raw_path: bytes, record: AnalysisRecord) -> Earlier:
    """An analysis whose record the twin has."""

    def compare(again: AnalysisRecord) -> Iterator[Difference]:
        # Heatmaps that were made on demand are no part of an analysis; the rest of the record does not depend on them.
        made_again = {(heatmap.method, heatmap.detector) for heatmap in again.heatmaps}
        kept = tuple(each for each in record.heatmaps if (each.method, each.detector) in made_again)
        then = record_to_json(replace(record, heatmaps=kept), include_maps=True)
        return differences(then, record_to_json(again, include_maps=True))

    return Earlier(which, raw_path, record.source.sha256, record.left_out == EXPLAINING_STEPS, compare)


def of_item(which: str, raw_path: bytes, item: CaseItem) -> Earlier:
    """An analysis of which the twin has the answer only."""
    return Earlier(
        which, raw_path, item.sha256, True, lambda again: differences(_answer_then(item), _answer_again(again))
    )


def rerun(earlier: Sequence[Earlier], context: TaskContext, runtime: str = "") -> Iterator[Check]:
    """One check for each analysis, as they are done; a few files are under way at a time. `runtime` is the library
    that computes exported nets. Raises Cancelled, and EnvironmentFault where that is not installed."""
    if runtime == TORCH and not all(map(importlib.util.find_spec, ("torch", "onnx"))):
        raise EnvironmentFault("no_torch", "Analysing with PyTorch needs the full install.", FULL_INSTALL)
    done, settings = 0, EngineSettings(runtime=runtime)
    for verdict_only in (False, True):
        chosen = [each for each in earlier if each.verdict_only is verdict_only]
        paths = [each.raw_path for each in chosen]
        with contextlib.closing(iterate(paths, verdict_only=verdict_only, settings=settings)) as analyses:
            for each in chosen:
                context.report(done / len(earlier), f"Analysing image {done + 1:,} of {len(earlier):,} again")
                yield _compared(each, next(analyses)[0])
                done += 1


def _compared(earlier: Earlier, again: AnalysisRecord) -> Check:
    what = f"new analysis{earlier.which}"
    if again.source.sha256 != earlier.sha256:
        gone = not again.source.sha256 and again.error is not None
        why = again.error.message if gone and again.error else "The file is not the one that was examined."
        return Check(what, State.NOT_CHECKED, why)
    found = earlier.compare(again)
    shown = [f"{each.place}: {each.before} then, {each.after} now" for each in islice(found, _SHOWN)]
    rest = sum(1 for _ in found)
    more = [f"and {rest} more"] if rest else []
    return Check(what, State.DIFFERS if shown else State.IDENTICAL, "; ".join(shown + more))


def _answer_then(item: CaseItem) -> dict[str, Any]:
    verdict = {"tier": item.tier, "log10_lr": item.log10_lr, "stratum": item.stratum, "conflict": item.conflict}
    return {"status": item.status, "error": item.error_code, "verdict": verdict if item.tier else None}


def _answer_again(record: AnalysisRecord) -> dict[str, Any]:
    verdict = record.verdict
    return {
        "status": record.status.value,
        "error": record.error.code if record.error else "",
        "verdict": verdict
        and {
            "tier": verdict.tier.value,
            "log10_lr": verdict.log10_lr,
            "stratum": verdict.stratum,
            "conflict": bool(verdict.conflict),
        },
    }
