"""Adversarial attacks as the command line asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.attack import AttackRequest, attack_detector, table

__all__ = ["AttackRequest", "attack"]


def attack(
    data: Path, out: Path | None, request: AttackRequest, *, progress: Callable[[float, str], None] | None = None
) -> str:
    """Measure a detector under attack; returns the table in Markdown and writes it with all figures into `out`."""
    return table(attack_detector(data, out, request, TaskContext(progress)))
