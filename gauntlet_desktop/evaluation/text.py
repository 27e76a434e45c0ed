"""Measures the text about labelled images: whether it is true, and beside that what the source systems measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.api.language_models import DescribeRequest, LanguageModel
from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.readers import EXPERT, told
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    C2paResult,
    C2paState,
    FileIdentity,
    ImageFacts,
    ModelRemarks,
    Provenance,
    RateEstimate,
    Sentence,
)
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.core.text_measures import traceable, vanishing
from gauntlet_desktop.evaluation.files import choose
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.similarity import ImageToText, TextToLabel
from gauntlet_desktop.evaluation.table import render
from gauntlet_desktop.evaluation.tables import Table
from gauntlet_desktop.imaging.packs import Pack, Sample, open_pack
from gauntlet_desktop.inference.describe import describe
from gauntlet_desktop.inference.describers import find_model
from gauntlet_desktop.inference.loader import Registry, load
from gauntlet_desktop.inference.pipeline import Picture, Pipeline

JSON_NAME, TABLE_NAME = "text.json", "text.md"
CAUTION = (
    "Similarity says whether a text goes with the picture, not whether it is true. What measures truth stands first."
)
_NO_PROVENANCE = Provenance(C2paResult(C2paState.ABSENT))


@dataclass(frozen=True, slots=True)
class TextRequest:
    """What to measure with: a language model ("" for none), folders of CLIP and of a Sentence-BERT (None: left out),
    and at most `limit` images of a source."""

    model: str = ""
    clip: Path | None = None
    sentence: Path | None = None
    limit: int | None = 20


@dataclass(slots=True)
class _Counts:
    """What is counted over the images: (count, total) by name, and similarities by name."""

    shares: dict[str, tuple[int, int]] = field(default_factory=dict)
    similarities: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, count: int, total: int) -> None:
        before = self.shares.get(name, (0, 0))
        self.shares[name] = before[0] + count, before[1] + total

    def compare(self, name: str, value: float) -> None:
        self.similarities.setdefault(name, []).append(value)


@dataclass(frozen=True, slots=True)
class _Judges:
    """The networks behind the similarities, None for one that was not asked for."""

    clip: ImageToText | None
    sentence: TextToLabel | None

    def compare(self, counts: _Counts, pixels: NDArray[np.uint8], text: str, sample: Sample) -> None:
        """Add the source systems' measures, where there is a text at all."""
        if text and self.clip is not None:
            counts.compare("image to text (CLIP)", self.clip.of(pixels, text))
        if text and self.sentence is not None:
            label = f"The picture was {GENERATED if sample.generated else CAMERA}."
            counts.compare("text to label (Sentence-BERT)", self.sentence.of(text, label))


def measure_text(
    data: Path,
    out: Path | None,
    request: TextRequest,
    question: Callable[[LanguageModel], DescribeRequest],
    context: TaskContext,
) -> dict[str, Any]:
    """Analyse labelled images, have the model describe them, and measure; writes text.json and text.md into `out`.
    Raises UserError for a model that there is not."""
    registry = load()
    model = find_model(registry, request.model) if request.model else None
    asked = question(model) if model else None
    judges = _Judges(
        ImageToText(request.clip) if request.clip else None,
        TextToLabel(request.sentence) if request.sentence else None,
    )
    pipeline, counts, images = Pipeline(registry), _Counts(), 0
    with open_pack(data) as pack:
        samples = choose(pack.samples, limit=request.limit)
        for number, sample in enumerate(samples):
            part = context.part(number / len(samples), (number + 1) / len(samples))
            part.report(0.0, f"Image {number + 1} of {len(samples)}")
            decoded = _decoded(pack, sample)
            if decoded is None:
                continue
            images += 1
            record = _analysed(pipeline, sample, decoded, part.silent())
            _count_text(counts, record, sample, registry)
            written = told(record.text, EXPERT)
            text = " ".join(each.text for each in written if each.section in ("verdict", "finding"))
            if model is not None and asked is not None:
                image = ImageInput(*decoded)
                remarks = describe(model, image, record, asked, part.silent(), on_text=lambda step, text: None)
                _count_remarks(counts, remarks, sample)
                text = " ".join(each.text for each in remarks.remarks)
            judges.compare(counts, decoded[0], text, sample)
    return _written(out, {"model": request.model, "images": images, **_document(counts)})


def table(document: Mapping[str, Any]) -> str:
    """The figures in Markdown."""
    shares = [[each["name"], f"{each['count']} of {each['total']}", _interval(each)] for each in document["shares"]]
    alike = [[each["name"], f"{each['mean']:.3f}", str(each["images"])] for each in document["similarities"]]
    parts = [render(Table("Truth", ["measure", "count", "rate (95 % interval)"], shares))]
    if alike:
        parts.append(render(Table("Similarity", ["measure", "mean cosine", "images"], alike)))
    title = f"# Text about {document['images']} images, {document['model'] or 'no language model'}"
    return "\n\n".join([title, CAUTION, *parts]) + "\n"


def _decoded(pack: Pack, sample: Sample) -> tuple[NDArray[np.uint8], ImageFacts] | None:
    try:
        return pack.decode(sample)
    except InputError:
        return None


def _analysed(
    pipeline: Pipeline, sample: Sample, decoded: tuple[NDArray[np.uint8], ImageFacts], context: TaskContext
) -> AnalysisRecord:
    """The complete record; a pack's images have no provenance of their own."""
    pixels, facts = decoded
    source = FileIdentity(sample.member, b"", sample.member, sample.bytes, "", 0)
    *_, record = pipeline.analyse(Picture(source, facts, pixels, _NO_PROVENANCE), context)
    return record


def _count_text(counts: _Counts, record: AnalysisRecord, sample: Sample, registry: Registry) -> None:
    def narrate(each: AnalysisRecord) -> list[Sentence]:
        return [sentence for narrator in registry.narrators for sentence in narrator.narrate(each)]

    counts.add("sentences that can be traced to records", *traceable(record))
    counts.add("findings whose sentences vanish with them", *vanishing(record, narrate))
    claims = any(each.claim == "finding" and each.towards == "generated" for each in record.findings)
    counts.add(f"{_kind(sample)} with a finding towards “{GENERATED}”", int(claims), 1)


def _count_remarks(counts: _Counts, remarks: ModelRemarks, sample: Sample) -> None:
    named = any(each.artifact for each in remarks.remarks)
    counts.add(f"{_kind(sample)} in which the language model names an artifact", int(named), 1)


def _kind(sample: Sample) -> str:
    return "generated images" if sample.generated else "camera images"


def _document(counts: _Counts) -> dict[str, Any]:
    rates: list[RateEstimate] = [rate_estimate(name, *each) for name, each in sorted(counts.shares.items())]
    alike = sorted(counts.similarities.items())
    return {
        "shares": to_plain(rates),
        "similarities": [
            {"name": name, "mean": float(np.mean(values)), "images": len(values)} for name, values in alike
        ],
    }


def _written(out: Path | None, document: dict[str, Any]) -> dict[str, Any]:
    if out is not None:
        write_files(out, {JSON_NAME: json.dumps(document, indent=2) + "\n", TABLE_NAME: table(document)})
    return document


def _interval(rate: Mapping[str, Any]) -> str:
    if not rate["total"]:
        return "–"
    return f"{100 * rate['rate']:.1f} % ({100 * rate['low']:.1f} to {100 * rate['high']:.1f})"
