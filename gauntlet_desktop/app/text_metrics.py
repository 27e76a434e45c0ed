"""Measures of the text about labelled images, as the command line asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet_desktop.app.questions import Question
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.text import TextRequest, measure_text, table

__all__ = ["TextRequest", "evaluate_text"]


def evaluate_text(
    data: Path,
    out: Path | None,
    request: TextRequest,
    settings: tuple[tuple[str, str], ...] = (),
    *,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Measure; returns the tables in Markdown and writes them with all figures into `out`. `settings` are those of the
    language model, as text."""
    question = Question(request.model, settings)
    document = measure_text(data, out, request, lambda model: question.request(model.parameters), TaskContext(progress))
    return table(document)
