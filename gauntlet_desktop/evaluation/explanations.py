"""Ranks the methods of explanation, for each detector, by what is measured of their maps on labelled images.

Every image in scope is explained and its map audited; pairs of a camera image and a generated one give composites with
a known region. The folder gets maps.jsonl as the work goes on, and at its end explanations.json (everything), .csv, .md
and .html.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from gauntlet_desktop import __version__
from gauntlet_desktop.api.protocols import ExplainRequest, ImageInput
from gauntlet_desktop.api.tasks import Explain
from gauntlet_desktop.api.torch_models import TorchDetector
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError, InputError, UserError
from gauntlet_desktop.core.task import TaskContext, with_estimate
from gauntlet_desktop.evaluation.composites import Labelled, Pair, pairs
from gauntlet_desktop.evaluation.files import choose
from gauntlet_desktop.evaluation.map_figures import Measured, agreement, method_figures, ranked
from gauntlet_desktop.evaluation.map_observations import (
    NOISE,
    STEPS,
    MapJournal,
    MapKey,
    MapOfComposite,
    MapOfImage,
    measure_composite,
    measure_image,
)
from gauntlet_desktop.evaluation.map_tables import csv_table, map_markdown
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.page import explanations_page
from gauntlet_desktop.imaging.packs import Pack, open_pack
from gauntlet_desktop.inference.audit import Chance, measure_chance
from gauntlet_desktop.inference.explainers import methods_for
from gauntlet_desktop.inference.explaining import Explaining, explaining_by
from gauntlet_desktop.inference.loader import LoadedDetector, Registry, load
from gauntlet_desktop.inference.scope import out_of_scope

JOURNAL_NAME = "maps.jsonl"
JSON_NAME, CSV_NAME, TABLE_NAME, PAGE_NAME = (f"explanations.{kind}" for kind in ("json", "csv", "md", "html"))
_NAMED = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RankingRequest:
    """What to rank: methods (none: all that can explain) for detectors (none: all installed ones), on at most `limit`
    images of a source, and the seed of everything random."""

    detectors: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    limit: int | None = 2
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """A method on a detector at its weights, with the key that its measurements are kept under."""

    explaining: Explaining
    weights_sha256: str

    @property
    def detector(self) -> str:
        return self.explaining.detector.id

    @property
    def method(self) -> str:
        return self.explaining.method.id

    def key(self, kind: str, name: str) -> MapKey:
        return kind, name, self.detector, self.weights_sha256, self.method, self.explaining.request.seed


@dataclass(slots=True)
class _Run:
    """One run over the images: what it needs, what went wrong, and how far it is."""

    subjects: Sequence[Subject]
    journal: MapJournal
    context: TaskContext
    total: int = 1
    done: int = 0
    fresh: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def report(self, subject: Subject, what: str) -> None:
        """Where the work is, and about how long the rest takes, once there is something to judge that by."""
        elapsed, left = time.monotonic() - self.started, self.total - self.done
        text = with_estimate(f"{subject.method}, {subject.detector}: {what}", elapsed, done=self.fresh, left=left)
        self.context.report(self.done / self.total, text)

    def attempt(self, subject: Subject, name: str, measure: Callable[[], T]) -> T | None:
        """What `measure` gives; None where it raises, which is counted and named."""
        self.fresh += 1
        try:
            return measure()
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
            why = error.message if isinstance(error, GauntletError) else f"{type(error).__name__}: {error}"
            self.failures.append({"detector": subject.detector, "method": subject.method, "image": name, "reason": why})
            return None


def rank_methods(data: Path, out: Path, request: RankingRequest, context: TaskContext) -> dict[str, Any]:
    """Measure and rank; returns explanations.json. A second run with the same folder goes on from what is there.

    Raises UserError for a detector or a method that there is not and when no image is in scope; EnvironmentFault when
    the disk does not take what is written.
    """
    registry = load()
    subjects = list(_subjects(registry, request))
    with open_pack(data) as pack, MapJournal(out / JOURNAL_NAME) as journal:
        images, left_out = _in_scope(pack, registry, request, context.part(0.0, 0.05))
        couples = list(pairs(images, request.seed))
        run = _Run(subjects, journal, context.part(0.05, 1.0), len(subjects) * (len(images) + len(couples)))
        for labelled in images:
            _measure_image(run, pack, labelled)
        for pair in couples:
            _measure_pair(run, pack, pair)
    document = {
        "schema": 1,
        "program": f"Gauntlet Desktop {__version__}",
        "seed": request.seed,
        "images": {"measured": len(images), "composites": 2 * len(couples), **left_out},
        "strengths": [f"{steps}/255" for steps in STEPS],
        "detectors": _figures(run, images, couples, request.seed),
        "failures": {"count": len(run.failures), "first": run.failures[:_NAMED]},
    }
    write_files(
        out,
        {
            JSON_NAME: json.dumps(document, indent=2, allow_nan=False) + "\n",
            CSV_NAME: csv_table(document),
            TABLE_NAME: map_markdown(document),
            PAGE_NAME: explanations_page(document),
        },
    )
    return document


def _subjects(registry: Registry, request: RankingRequest) -> Iterator[Subject]:
    """The methods of each detector; a named method must explain one detector at least."""
    asked = ExplainRequest(seed=request.seed)
    able = [
        (entry, method.id) for entry in _chosen(registry, request) for method in methods_for(registry, entry.detector)
    ]
    known = dict.fromkeys(method for _, method in able)
    if missing := [name for name in request.methods if name not in known]:
        raise UserError(
            "no_such_method", f"{missing[0]!r} can explain none of these detectors.", f"What can: {', '.join(known)}."
        )
    for entry, method in able:
        if not request.methods or method in request.methods:
            weights = entry.weights_sha256 or f"version {entry.version}"
            yield Subject(explaining_by(registry, Explain(entry.detector.id, method, asked)), weights)


def _chosen(registry: Registry, request: RankingRequest) -> list[LoadedDetector]:
    installed = {entry.detector.id: entry for entry in registry.detectors}
    if missing := [name for name in request.detectors if name not in installed]:
        raise UserError(
            "no_such_detector", f"No detector {missing[0]!r} is installed.", f"Installed: {', '.join(installed)}."
        )
    return [installed[name] for name in dict.fromkeys(request.detectors)] or list(installed.values())


def _in_scope(
    pack: Pack, registry: Registry, request: RankingRequest, context: TaskContext
) -> tuple[list[Labelled], dict[str, int]]:
    """The images that the program would give a verdict on, and how many others there are."""
    kept: list[Labelled] = []
    counts = {"out_of_scope": 0, "unreadable": 0}
    chosen = choose(pack.samples, None, request.limit)
    for number, sample in enumerate(chosen):
        context.report(number / len(chosen), f"Looking at image {number + 1} of {len(chosen)}")
        try:
            image = ImageInput(*pack.decode(sample))
        except (InputError, EnvironmentFault):
            counts["unreadable"] += 1
            continue
        if out_of_scope(image, registry.judges, context):
            counts["out_of_scope"] += 1
        else:
            kept.append(Labelled(sample, hashlib.sha256(pack.read(sample)).hexdigest()))
    if not kept:
        raise UserError("no_image_in_scope", "No image of these is in scope.", "Give photographs and generated images.")
    return kept, counts


def _measure_image(run: _Run, pack: Pack, labelled: Labelled) -> None:
    """All methods on one image; what chance does to a detector's score is measured once."""
    image = ImageInput(*pack.decode(labelled.sample))
    chances: dict[str, Chance] = {}
    for subject in run.subjects:
        key = subject.key("image", labelled.sha256)
        run.report(subject, labelled.sample.member)
        run.done += 1
        if run.journal.image(key) is not None:
            continue

        def measure(subject: Subject = subject) -> MapOfImage:
            detector = subject.explaining.detector
            quiet = run.context.silent()
            if subject.detector not in chances:
                seed = subject.explaining.request.seed
                score = lambda changed, context: detector.detect(changed, context).score  # noqa: E731
                chances[subject.detector] = measure_chance(image, score, quiet, seed)
            return measure_image(subject.explaining, image, chances[subject.detector], quiet)

        found = run.attempt(subject, labelled.sample.member, measure)
        if found is not None:
            run.journal.add(key, found)


def _measure_pair(run: _Run, pack: Pack, pair: Pair) -> None:
    composites = pair.composites(pack)
    for subject in run.subjects:
        run.report(subject, f"composite with: {pair.made.sample.member}")
        run.done += 1
        explaining = _for_generated(subject.explaining)
        for number, composite in enumerate(composites):
            key = subject.key("composite", f"{pair.name}/{number}")
            if run.journal.composite(key) is not None:
                continue

            def measure(explaining: Explaining = explaining, composite: Any = composite) -> MapOfComposite:
                return measure_composite(explaining, composite, run.context.silent())

            found = run.attempt(subject, pair.made.sample.member, measure)
            if found is not None:
                run.journal.add(key, found)


def _for_generated(explaining: Explaining) -> Explaining:
    request = ExplainRequest("generated", (), explaining.request.seed)
    return Explaining(explaining.detector, explaining.method, request)


def _figures(run: _Run, images: Sequence[Labelled], couples: Sequence[Pair], seed: int) -> dict[str, Any]:
    """Of each detector, what it was attacked by, its methods in order, and how they agree."""
    documents = {}
    for detector in dict.fromkeys(subject.detector for subject in run.subjects):
        subjects = [subject for subject in run.subjects if subject.detector == detector]
        found = {subject.method: _measured(run.journal, subject, images, couples) for subject in subjects}
        found = {method: each for method, each in found.items() if each.images}
        names = {subject.method: subject.explaining.method.name for subject in subjects}
        methods = ranked({method: method_figures(each, seed) for method, each in found.items()})
        for each in methods:
            each["name"] = names[each["method"]]
        documents[detector] = {
            "weights_sha256": subjects[0].weights_sha256,
            "attack": _attack_name(subjects[0].explaining),
            "methods": methods,
            "agreement": agreement(found, [each["method"] for each in methods]),
        }
    return documents


def _measured(journal: MapJournal, subject: Subject, images: Sequence[Labelled], couples: Sequence[Pair]) -> Measured:
    maps = {each.sha256: journal.image(subject.key("image", each.sha256)) for each in images}
    names = [f"{pair.name}/{number}" for pair in couples for number in range(2)]
    composites = {name: journal.composite(subject.key("composite", name)) for name in names}
    return Measured(
        {name: found for name, found in maps.items() if found is not None},
        {name: found for name, found in composites.items() if found is not None},
    )


def _attack_name(explaining: Explaining) -> str:
    attackable = explaining.attack is not None and isinstance(explaining.detector, TorchDetector)
    return explaining.attack.name if explaining.attack is not None and attackable else NOISE
