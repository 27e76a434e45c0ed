"""The scope gate as a whole: what is measured of the picture itself, then what the plugins' judges say."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api.protocols import ImageInput, ScopeJudge
from gauntlet_desktop.core.scope import content_reasons, scope_reasons
from gauntlet_desktop.core.task import TaskContext


def out_of_scope(image: ImageInput, judges: Sequence[ScopeJudge], context: TaskContext) -> tuple[str, ...]:
    """Why an image is out of scope; none when it is in scope. Judges are asked of what the measured gate lets through;
    what a judge raises is raised."""
    return scope_reasons(image.pixels, image.facts) or judged(image, judges, context)


def content_out_of_scope(image: ImageInput, judges: Sequence[ScopeJudge], context: TaskContext) -> tuple[str, ...]:
    """The same whatever the image's size and coding: for labelled images, which are delivered afterwards."""
    return content_reasons(image.pixels) or judged(image, judges, context)


def judged(image: ImageInput, judges: Sequence[ScopeJudge], context: TaskContext) -> tuple[str, ...]:
    """What the judges say."""
    return tuple(reason for judge in judges for reason in judge.reasons(image, context.silent()))
