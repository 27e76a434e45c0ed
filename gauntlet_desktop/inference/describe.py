"""Asks a language model about an analysed picture: remarks in three views, and the record's text in other words.

It runs after everything else of the record is fixed, and gives a record of its own: nothing that a model writes, and no
writing inside the picture that it may have obeyed, can reach the verdict, the findings or the text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.api.language_models import DescribeRequest, Generated, LanguageModel
from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.core.artifacts import SEEN, Artifact, listed
from gauntlet_desktop.core.consensus import Located, View, agreed, located, views
from gauntlet_desktop.core.errors import GauntletError, PluginFault, UserError
from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.model_output import (
    MAX_WORDS,
    OutputRejected,
    Seen,
    parse_remarks,
    quoted,
    speaks_of_origin,
)
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.readers import EXPERT, told
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap, ModelRemarks, Remark, Sentence
from gauntlet_desktop.core.rephrasing import checked, parse_rephrased, sentences_as_json, to_rephrase
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.model_views import overlaid, reduced, shown

OnText = Callable[[str, str], None]
Clock = Callable[[], float]

_MAX_CHARACTERS = 1 << 16
_BATCH = 12  # sentences a question: more, and small models lose some


def describe(
    model: LanguageModel,
    image: ImageInput,
    record: AnalysisRecord,
    request: DescribeRequest,
    context: TaskContext,
    *,
    on_text: OnText,
    clock: Clock = time.monotonic,
) -> ModelRemarks:
    """What the model says; `on_text` is given each step's name and its text so far. Raises Cancelled, UserError for a
    request that cannot be met, EnvironmentFault where the model cannot run, PluginFault when it fails."""
    talk = _Talk(model, request, on_text, clock)
    remarks: tuple[Remark, ...] = ()
    remarking = request.remark and model.sees_images
    if request.remark and not model.sees_images:
        talk.notes.append("The model sees no pictures: it made no remarks.")
    if remarking:
        remarks = tuple(_remarks(talk, image, record, context.part(0.0, 0.7 if request.rephrase else 1.0)))
    rephrased: tuple[Sentence, ...] = ()
    if request.rephrase:
        rephrased = _rephrase(talk, told(record.text, EXPERT), context.part(0.7 if remarking else 0.0, 1.0))
    return ModelRemarks(
        model=model.id,
        name=model.name,
        weights_sha256=model.weights_sha256,
        prompts_sha256=request.prompts.sha256,
        settings=tuple((name, str(value)) for name, value in talk.settings.items()),
        subject=request.subject if remarking else "",
        remarks=remarks,
        rephrased=rephrased,
        notes=tuple(dict.fromkeys(talk.notes)),
    )


class _Talk:
    """The questions to one model within one time budget, and what is to be noted of the answers."""

    def __init__(self, model: LanguageModel, request: DescribeRequest, on_text: OnText, clock: Clock) -> None:
        self.request = request
        self.settings: Mapping[str, Any] = complete(model.parameters, dict(request.settings))
        self._model = model
        self._on_text = on_text
        self._clock = clock
        self._end = clock() + self.settings.get("seconds", float("inf"))
        self.notes: list[str] = []

    @property
    def is_over(self) -> bool:
        """Whether the time budget is used up; that is noted."""
        if self._clock() < self._end:
            return False
        self.notes.append("The time budget was used up: what was not asked by then is missing.")
        return True

    def put_question(
        self, step: str, prompt: str, images: Sequence[NDArray[np.uint8]], context: TaskContext
    ) -> Generated:
        settings = dict(self.settings)
        if "seconds" in settings:
            settings["seconds"] = max(1.0, self._end - self._clock())
        try:
            answer = self._model.generate(
                prompt, images, settings, context, lambda text: self._on_text(step, visible(text[:_MAX_CHARACTERS]))
            )
        except GauntletError:
            raise
        except Exception as error:
            raise PluginFault(
                "language_model",
                phrase(
                    "{model} failed ({kind}: {reason}).",
                    model=self._model.id,
                    kind=type(error).__name__,
                    reason=str(error),
                ),
                "Try another model.",
            ) from error
        if answer.stopped != "end":
            self.notes.append(f"An answer was cut off by its limit of {answer.stopped}.")
        return answer


def _remarks(talk: _Talk, image: ImageInput, record: AnalysisRecord, context: TaskContext) -> Iterator[Remark]:
    """The remarks that two of three views share."""
    request = talk.request
    picture = reduced(image.pixels)
    prompt = request.prompts.fill("artifacts", artifacts=listed(_askable(request.artifacts)))
    if request.subject == "heatmap":
        heatmap = _heatmap(record)
        picture = overlaid(picture, heatmap, image.facts)
        prompt = request.prompts.fill("heatmap", side=GENERATED if heatmap.score >= 0 else CAMERA)
    runs = []
    each_view = views(image.facts.width, image.facts.height)
    for number, view in enumerate(each_view):
        if talk.is_over:
            break
        part = context.part(number / len(each_view), (number + 1) / len(each_view))
        runs.append(_run(talk, shown(picture, view, image.facts), view, prompt, part))
    kept = agreed(runs)
    single = sum(map(len, runs)) - sum(each.runs for each in kept)
    if single:
        talk.notes.append(f"Remarks that one view alone showed, left out: {single}.")
    names = {artifact.id: artifact.name for artifact in request.artifacts}
    for each in kept:
        found = each.remark
        name = names.get(found.artifact, "")
        yield Remark(found.artifact, name, found.text, found.box, each.runs, len(each_view))


def _run(talk: _Talk, pixels: NDArray[np.uint8], view: View, prompt: str, context: TaskContext) -> tuple[Located, ...]:
    """One view: asked, turned into JSON if the answer is none, repaired once, checked."""
    artifacts = _askable(talk.request.artifacts)
    answer = talk.put_question(f"View: {view.name}", prompt, [pixels], context.part(0.0, 0.6))
    placed = tuple(_placed(answer, view))
    text, problem = answer.text, ""
    for step, part in (("json_step", context.part(0.6, 0.8)), ("repair", context.part(0.8, 1.0)), ("", context)):
        try:
            return located(parse_remarks(text, artifacts), view) + placed
        except OutputRejected as rejected:
            problem = str(rejected)
        if not step or talk.is_over:
            break
        again = talk.request.prompts.fill(step, artifacts=listed(artifacts), problem=problem, answer=quoted(text))
        text = talk.put_question(f"View: {view.name}, as JSON", again, [pixels], part).text
    if not placed:
        talk.notes.append(f"Nothing usable came of the view “{view.name}”: {visible(problem, 200)}")
    return placed


def _placed(answer: Generated, view: View) -> Iterator[Located]:
    """Phrases that the model itself tied to places, such as KOSMOS-2 does."""
    for each in answer.groundings:
        phrase = visible(" ".join(each.phrase.split()), 300)
        if phrase and len(phrase.split()) <= MAX_WORDS and not speaks_of_origin(phrase):
            yield located([Seen("", phrase, each.place)], view)[0]


def _askable(artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    """What only somebody who understands the picture can judge: the rest is measured."""
    return tuple(artifact for artifact in artifacts if artifact.judged_by == SEEN)


def _heatmap(record: AnalysisRecord) -> Heatmap:
    """The heatmap of a detector that the verdict rests on, else the first."""
    behind = record.verdict.detectors if record.verdict else ()
    chosen = [heatmap for heatmap in record.heatmaps if heatmap.detector in behind] or list(record.heatmaps)
    if not chosen:
        raise UserError("no_heatmap", "This analysis has no heatmap.", "Ask about the picture instead.")
    return chosen[0]


def _rephrase(talk: _Talk, sentences: tuple[Sentence, ...], context: TaskContext) -> tuple[Sentence, ...]:
    """The sentences in other words where these pass the check, else as they are."""
    result = list(sentences)
    chosen = [(number, sentences[number]) for number in to_rephrase(sentences)]
    batches = [
        batch[start : start + _BATCH]
        for _, group in groupby(chosen, key=lambda pair: pair[1].section)
        for batch in [list(group)]
        for start in range(0, len(batch), _BATCH)
    ]
    refused = 0
    for place, batch in enumerate(batches):
        part = context.part(place / len(batches), (place + 1) / len(batches))
        reworded = {} if talk.is_over else _reworded(talk, batch, part)
        for number, sentence in batch:
            result[number], why = checked(sentence, reworded.get(number, ""))
            refused += bool(why)
    if refused:
        talk.notes.append(f"{refused} of {len(chosen)} sentences stand as the template wrote them.")
    return tuple(result)


def _reworded(talk: _Talk, batch: Sequence[tuple[int, Sentence]], context: TaskContext) -> dict[int, str]:
    """The model's rewording by number, repaired once; nothing where it does not fit then either."""
    prompt = talk.request.prompts.fill("rephrase", sentences=sentences_as_json(batch))
    for number in range(2):
        part = context.part(number / 2, (number + 1) / 2)
        try:
            text = talk.put_question("Rewording", prompt, (), part).text
        except UserError as error:  # a model that writes about pictures only
            talk.notes.append(error.message)
            return {}
        try:
            return parse_rephrased(text, batch)
        except OutputRejected as rejected:
            prompt = talk.request.prompts.fill("repair", problem=str(rejected), answer=quoted(text))
    return {}
