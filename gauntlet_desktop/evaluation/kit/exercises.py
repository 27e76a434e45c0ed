"""What the acceptance kit has each thing do that a plugin registers, and the check of what comes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from gauntlet_desktop.api import (
    Attack,
    Choices,
    Detector,
    Explainer,
    ExplainRequest,
    ExplanationMethod,
    FindingRule,
    LanguageModel,
    ModelFormat,
    Narrator,
    ReportSection,
    ScopeJudge,
    StoredModel,
    TrainingRecipe,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.findings import conditions_hold
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Reference
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.kit import contract, networks, samples
from gauntlet_desktop.evaluation.report_sections import checked_section
from gauntlet_desktop.inference.loader import Registry

PROMPT = "Describe the picture in one sentence."
_OTHER_FILES = {"empty.bin": b"", "noise.pt": bytes(range(256)), "list.json": b"[1, 2]", "text.safetensors": b"text"}


class NotExercised(Exception):
    """It cannot be tried here; the text says why."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A call of one registered thing. It raises PluginFault for an answer that breaks the contract, NotExercised, and
    what the plugin raises. `stoppable`: the contract gives the call a context that can be cancelled."""

    subject: str
    call: Callable[[TaskContext], Any]
    stoppable: bool = True


def exercises(registry: Registry, examples: Sequence[Path]) -> Iterator[Exercise]:
    """All that can be tried with what a plugin registered; `examples` are files that its formats may know."""
    detectors: list[Detector] = [loaded.detector for loaded in registry.detectors]
    candidates = [*detectors, samples.ReferenceDetector()]
    if networks.torch_is_there():
        candidates.append(networks.ReferenceNetwork())
    for detector in detectors:
        yield Exercise(f"detector {detector.id}", partial(_detect, detector))
    for explainer in registry.explainers:
        yield Exercise(f"explainer {explainer.id}", partial(_explain, explainer, candidates))
    for method in registry.methods:
        yield Exercise(f"method {method.id}", partial(_explain_on_demand, method, candidates))
    for judge in registry.judges:
        yield Exercise(f"scope judge {judge.id}", partial(_judge, judge))
    for rule in registry.rules:
        yield Exercise(f"rule {rule.spec.id}", partial(_measure, rule), stoppable=False)
    for narrator in registry.narrators:
        yield Exercise(f"narrator {narrator.id}", partial(_narrate, narrator), stoppable=False)
    for section in registry.report_sections:
        yield Exercise(f"report section {section.id}", partial(_write, section))
    for model in registry.language_models:
        yield Exercise(f"language model {model.id}", partial(_generate, model))
    for attack in registry.attacks:
        yield Exercise(f"attack {attack.id}", partial(_attack, attack), stoppable=False)
    for recipe in registry.recipes:
        yield Exercise(f"recipe {recipe.id}", partial(_declare, recipe), stoppable=False)
    for layout in registry.formats:
        yield Exercise(f"format {layout.id}", partial(_refuse, layout), stoppable=False)
        yield Exercise(f"format {layout.id}, examples", partial(_convert, layout, examples))


def _detect(detector: Detector, context: TaskContext) -> Any:
    outputs = []
    for image in samples.pictures():
        outputs.append(detector.detect(image, context))
        contract.output(outputs[-1], image)
    return outputs


def _explain(explainer: Explainer, candidates: Sequence[Detector], context: TaskContext) -> Any:
    detector = _supported(explainer.supports, candidates)
    image = samples.pictures()[0]
    output = detector.detect(image, TaskContext())
    heatmap = explainer.explain(image, detector, output, context)
    contract.heatmap(heatmap, image)
    return heatmap


def _explain_on_demand(method: ExplanationMethod, candidates: Sequence[Detector], context: TaskContext) -> Any:
    detector = _supported(method.supports, candidates)
    image, request = samples.pictures()[0], ExplainRequest()
    contract.sequence(method.layers(detector), str, "the layers")
    if contract.finite(method.passes(detector, request), "the number of passes") < 1.0:
        raise contract.fault("it tells fewer than one pass.")
    heatmap = method.explain(image, detector, request, context)
    contract.heatmap(heatmap, image)
    return heatmap


def _supported(supports: Callable[[Detector], bool], candidates: Sequence[Detector]) -> Detector:
    for detector in candidates:
        if supports(detector):
            return detector
    raise NotExercised("it supports no detector of the plugin, and none of the kit")


def _judge(judge: ScopeJudge, context: TaskContext) -> Any:
    told = [judge.reasons(image, context) for image in samples.pictures()]
    for reasons in told:
        contract.reasons(reasons)
    return told


def _measure(rule: FindingRule, context: TaskContext) -> Any:
    contract.spec(rule)
    measured = []
    for image in samples.pictures():
        if not conditions_hold(rule.spec, image.facts):
            continue
        found = rule.measure(Planes(image.pixels, image.facts, samples.records()[0].provenance))
        contract.measurement(found, image.facts)
        reference = rule.reference(found.value) if found else None
        if reference is not None:
            contract.of_kind(reference, Reference, "the reference")
        measured.append((found, reference))
    return measured


def _narrate(narrator: Narrator, context: TaskContext) -> Any:
    told = [narrator.narrate(record) for record in samples.records()]
    for sentences in told:
        contract.sentences(sentences)
    return told


def _write(section: ReportSection, context: TaskContext) -> Any:
    return [checked_section(section, record, context) for record in samples.records()]


def _generate(model: LanguageModel, context: TaskContext) -> Any:
    settings = contract.parameters(model.parameters)
    contract.finite(model.memory_bytes(settings), "the estimate of memory")
    images = [samples.pictures()[0].pixels] if model.sees_images else []
    told: list[str] = []
    answer = model.generate(PROMPT, images, settings, context, told.append)
    contract.generated(answer, told)
    return answer


def _attack(attack: Attack, context: TaskContext) -> Any:
    if not networks.torch_is_there():
        raise NotExercised("attacks need the full install")
    import torch

    pixels, classes = networks.network_inputs()
    images, labels = torch.from_numpy(pixels), torch.from_numpy(classes)
    settings = contract.parameters(attack.parameters)
    with networks.one_thread():
        changed = attack.perturb(networks.network(), images, labels, settings, networks.SEED)
    contract.attacked(changed, images)
    return changed.detach().cpu().numpy()


def _declare(recipe: TrainingRecipe, context: TaskContext) -> Any:
    return contract.parameters(recipe.parameters)


def _refuse(layout: ModelFormat, context: TaskContext) -> Any:
    """Files of other kinds are not recognised; one that looks like the format's own may be refused."""
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        for name, content in _OTHER_FILES.items():
            path = Path(scratch) / name
            path.write_bytes(content)
            try:
                found = layout.recognise(path)
            except UserError:
                continue
            if found is not None:
                raise contract.fault(f"it takes the meaningless file {name} for one of its own.")
        if layout.recognise(Path(scratch)) is not None:
            raise contract.fault("it takes a folder of meaningless files for one of its own.")


def _convert(layout: ModelFormat, examples: Sequence[Path], context: TaskContext) -> Any:
    known = [path for path in examples if layout.recognise(path) is not None]
    if not known:
        raise NotExercised("the project has no example of it in tests/examples")
    return [_converted(layout, path, context) for path in known]


def _converted(layout: ModelFormat, path: Path, context: TaskContext) -> Any:
    """An example through the whole of the contract: recognised, converted, and a detector made of it."""
    found = layout.recognise(path)
    contract.recognised(found, layout.id)
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        out = Path(scratch)
        weights = layout.convert(path, Choices(), out, context)
        if not (out / weights).is_file():
            raise contract.fault(f"convert tells {weights!r}, which is not there.")
        name = "kit-example"
        model = StoredModel(name, name, layout.id, "", "", "", path.name, "", weights, (), folder=out)
        return (out / weights).read_bytes(), _detect(layout.detector(model), context)
