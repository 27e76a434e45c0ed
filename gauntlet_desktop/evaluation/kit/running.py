"""Runs the exercises of the acceptance kit on one plugin. Each function is called in a process of its own."""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError, PluginFault, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.kit.exercises import Exercise, NotExercised, exercises
from gauntlet_desktop.inference.loader import Registry, load
from gauntlet_desktop.inference.shared_state import SharedState

WARM_UPS, REPEATS = 2, 5
# What takes long is repeated less often: a leak shows in every run.
LEAST_REPEATS, ENOUGH_SECONDS = 2, 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """The plugin that is examined, the folder that its package is imported from, and files that its model formats are
    tried on."""

    plugin: Discovered
    root: Path
    examples: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an exercise. `problem` says what is wrong, `skipped` why it could not be tried (both empty: all is
    well). `digest` is over the answer, `kept` are bytes that were still held after each further run, `grown` those by
    which the process grew over all of them."""

    subject: str
    stoppable: bool
    problem: str = ""
    skipped: str = ""
    digest: str = ""
    seconds: float = 0.0
    stopped: bool = False
    kept: int = 0
    grown: int = 0


def registered(target: Target) -> Registry:
    """What the plugin registers, loaded alone. Raises PluginFault that says why it cannot be loaded."""
    sys.dont_write_bytecode = True  # nothing is written into somebody's project
    sys.path.insert(0, str(target.root))
    registry = load([target.plugin], models=target.root / "no-models-of-the-user")
    if not registry.plugins:
        raise PluginFault("not_loaded", f"It cannot be loaded. {registry.failures[0][1].strip()}", "")
    return registry


def run(target: Target) -> tuple[Outcome, ...]:
    """Each exercise once: the contract, the time, a digest of the answer, and whether the process is as it was."""
    return tuple(_run_once(exercise) for exercise in exercises(registered(target), target.examples))


def run_cancelled(target: Target) -> tuple[Outcome, ...]:
    """Each exercise that can be stopped, cancelled before it begins."""
    found = exercises(registered(target), target.examples)
    return tuple(_run_cancelled(exercise) for exercise in found if exercise.stoppable)


def run_repeatedly(target: Target) -> tuple[Outcome, ...]:
    """Each exercise several times: what is held after every run is more with every run."""
    return tuple(_run_repeatedly(exercise) for exercise in exercises(registered(target), target.examples))


def _run_once(exercise: Exercise) -> Outcome:
    before = SharedState.now()
    outcome = _tried(exercise, TaskContext())
    changed = before.changes()
    if changed and not outcome.problem:
        return replace(outcome, problem=f"It changed {', '.join(changed)}, which all plugins share.")
    return outcome


def _run_cancelled(exercise: Exercise) -> Outcome:
    start = time.perf_counter()
    outcome = Outcome(exercise.subject, exercise.stoppable)
    try:
        exercise.call(TaskContext(is_cancelled=lambda: True))
    except Cancelled:
        outcome = replace(outcome, stopped=True)
    except (NotExercised, UserError, EnvironmentFault) as error:
        outcome = replace(outcome, skipped=_words(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
        outcome = replace(outcome, problem=_words(error))
    return replace(outcome, seconds=time.perf_counter() - start)


def _run_repeatedly(exercise: Exercise) -> Outcome:
    for _ in range(WARM_UPS):
        outcome = _tried(exercise, TaskContext())
        if outcome.problem or outcome.skipped:
            return outcome
    tracemalloc.start()
    try:
        first, resident, runs, start = _held(), _resident_bytes(), 0, time.perf_counter()
        while runs < LEAST_REPEATS or (runs < REPEATS and time.perf_counter() - start < ENOUGH_SECONDS):
            _tried(exercise, TaskContext())
            runs += 1
        return replace(outcome, kept=(_held() - first) // runs, grown=_resident_bytes() - resident)
    finally:
        tracemalloc.stop()


def _tried(exercise: Exercise, context: TaskContext) -> Outcome:
    outcome = Outcome(exercise.subject, exercise.stoppable)
    start = time.perf_counter()
    try:
        answer = exercise.call(context)
        seconds = time.perf_counter() - start
        return replace(outcome, seconds=seconds, digest=digest(answer))
    except (NotExercised, UserError, EnvironmentFault) as error:
        return replace(outcome, skipped=_words(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
        return replace(outcome, problem=_words(error))


def _words(error: BaseException) -> str:
    if isinstance(error, PluginFault | NotExercised):
        return str(error).strip()
    return error.message if isinstance(error, GauntletError) else f"{type(error).__name__}: {error}"


def digest(answer: Any) -> str:
    """SHA-256 over an answer of a plugin: the same only for answers that are the same to the last bit."""
    hashed = hashlib.sha256()
    _feed(answer, hashed.update)
    return hashed.hexdigest()


def _feed(value: Any, take: Callable[[bytes], None]) -> None:
    take(type(value).__name__.encode())
    if isinstance(value, np.ndarray):
        take(f"{value.dtype} {value.shape}".encode())
        take(np.ascontiguousarray(value).tobytes())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            _feed(getattr(value, field.name), take)
    elif isinstance(value, dict):
        _feed(sorted(value.items()), take)
    elif isinstance(value, list | tuple):
        for item in value:
            _feed(item, take)
    else:
        take(value if isinstance(value, bytes) else repr(value).encode("utf-8", "backslashreplace"))


def _held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def _resident_bytes() -> int:
    """Memory of this process; 0 where the system does not tell it so."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    import mmap

    return pages * mmap.PAGESIZE
