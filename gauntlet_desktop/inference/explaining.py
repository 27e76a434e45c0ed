"""Explains a detector's answer to one image by a method that a person chose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gauntlet_desktop.api.protocols import Attack, Detector, ExplainRequest, ExplanationMethod, ImageInput
from gauntlet_desktop.api.tasks import Explain, Explainable
from gauntlet_desktop.api.torch_models import TorchDetector
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.audit import Audited, MakeMap, audit
from gauntlet_desktop.inference.explainers import checked, methods_for
from gauntlet_desktop.inference.loader import Registry
from gauntlet_desktop.inference.variants import ALL_LAYERS, LAST_LAYER, Variant, attacked, shuffled

ATTACK = "fgsm"
# Too little to be seen: two of the 255 steps of a pixel's value.
AUDIT_STEPS = 2
# One shuffle of all weights may resemble the network by chance; the mean of three hardly does.
SHUFFLES = (LAST_LAYER, ALL_LAYERS, ALL_LAYERS, ALL_LAYERS)


@dataclass(frozen=True, slots=True)
class Explaining:
    """A detector, a method and a request, with which any image can be explained; `attack` is there for networks."""

    detector: Detector
    method: ExplanationMethod
    request: ExplainRequest
    attack: Attack | None = None

    def of(self, image: ImageInput, context: TaskContext, detector: Detector | None = None) -> Heatmap:
        """The checked heatmap of an image by this detector, or by a variant of it. Raises PluginFault."""
        return checked(self.method.explain(image, detector or self.detector, self.request, context))

    def again(self, heatmap: Heatmap) -> Explaining:
        """The same for the class that a heatmap explains."""
        return replace(self, request=replace(self.request, target=heatmap.target or self.request.target))

    def attacked(self, image: ImageInput, steps: int) -> tuple[str, MakeMap] | None:
        """What an attack of so many steps of 255 is called, and how to explain the image after it; None without one."""
        if self.attack is None or not isinstance(self.detector, TorchDetector):
            return None
        make = partial(attacked, self.detector, image, self.attack, steps / 255.0, self.request.seed)
        return f"{self.attack.name} {steps}/255", partial(self._with, image, make)

    def shuffled(self, image: ImageInput) -> Iterator[tuple[str, MakeMap]]:
        """The parts of the network that are shuffled for an audit, and how to explain with each; none without one."""
        if isinstance(self.detector, TorchDetector):
            for number, part in enumerate(SHUFFLES):
                make = partial(shuffled, self.detector, image, part, self.request.seed + number)
                yield part, partial(self._with, image, make)

    def audited(self, heatmap: Heatmap, image: ImageInput, others: Sequence[Heatmap] = ()) -> Audited:
        """What the audit of a heatmap asks."""
        same = self.again(heatmap)
        attack = same.attacked(image, AUDIT_STEPS)
        return Audited(
            same.of,
            lambda changed, quiet: self.detector.detect(changed, quiet).score,
            others,
            () if attack is None else (attack,),
            tuple(same.shuffled(image)),
        )

    def _with(self, image: ImageInput, make: partial[Variant], context: TaskContext) -> Heatmap:
        return self.of(image, context, make())


def explainable(registry: Registry) -> Iterator[Explainable]:
    """All pairs of an installed detector and a method that supports it."""
    for entry in registry.detectors:
        for method in methods_for(registry, entry.detector):
            yield _pair(entry.detector, method)


def _pair(detector: Detector, method: ExplanationMethod) -> Explainable:
    layers = tuple(method.layers(detector))
    alone = tuple(method.passes(detector, ExplainRequest(layers=(name,))) for name in layers)
    passes = method.passes(detector, ExplainRequest())
    return Explainable(detector.id, method.id, method.name, layers, passes, alone)


def explain_image(registry: Registry, image: ImageInput, task: Explain, context: TaskContext) -> Heatmap:
    """The heatmap of one method, with its audit if that is asked for. Raises UserError for a detector, method, class or
    layer that there is not, PluginFault for a map with numbers that are not finite."""
    explaining = explaining_by(registry, task)
    plain = explaining.of(image, context.part(0.0, 0.2) if task.audited else context)
    heatmap = replace(plain, notes=(*plain.notes, f"Seed of everything random: {task.request.seed}."))
    if not task.audited:
        return heatmap
    others = _others(registry, image, replace(task, request=explaining.again(heatmap).request), context.part(0.2, 0.4))
    asked = explaining.audited(heatmap, image, others)
    return audit(heatmap, image, asked, context.part(0.4, 1.0), task.request.seed)


def explaining_by(registry: Registry, task: Explain) -> Explaining:
    """What a task names, with the attack of the audit; raises UserError as `chosen` does."""
    detector, method = chosen(registry, task)
    attack = next((each for each in registry.attacks if each.id == ATTACK), None)
    return Explaining(detector, method, task.request, attack)


def chosen(registry: Registry, task: Explain) -> tuple[Detector, ExplanationMethod]:
    """The detector and the method that a task names; raises UserError where there is none of these."""
    detector = next((entry.detector for entry in registry.detectors if entry.detector.id == task.detector), None)
    if detector is None:
        known = ", ".join(entry.detector.id for entry in registry.detectors)
        raise UserError(
            "no_such_detector",
            phrase("No detector {detector!r} is installed.", detector=task.detector),
            phrase("Installed: {known}.", known=known),
        )
    able = {method.id: method for method in methods_for(registry, detector)}
    if task.method not in able:
        known = ", ".join(able) or phrase("none")
        raise UserError(
            "no_such_method",
            phrase("{method!r} cannot explain {detector}.", method=task.method, detector=task.detector),
            phrase("What can: {known}.", known=known),
        )
    return detector, able[task.method]


def _others(registry: Registry, image: ImageInput, task: Explain, context: TaskContext) -> list[Heatmap]:
    """The maps that a task compares with, each at its method's own layer."""
    request = replace(task.request, layers=())
    found = []
    for number, name in enumerate(task.compared):
        other = explaining_by(registry, replace(task, method=name, request=request))
        part = context.part(number / len(task.compared), (number + 1) / len(task.compared))
        found.append(other.of(image, part))
    return found
