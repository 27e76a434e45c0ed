"""What all plugins of a process share, set back after each call: no plugin changes another one's answer."""

from __future__ import annotations

import contextlib
import functools
import locale
import logging
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SharedState:
    """The state of a process at one moment. Of the environment only the variables that are there count: libraries add
    their own when they are loaded."""

    folder: str
    locale: str
    environment: dict[str, str]
    random: tuple[Any, ...]
    numpy_random: tuple[Any, ...]
    numpy_errors: dict[str, Any]

    @classmethod
    def now(cls) -> SharedState:
        return cls(
            _folder(),
            locale.setlocale(locale.LC_ALL),
            dict(os.environ),
            random.getstate(),
            _numpy_random(),
            dict(np.geterr()),
        )

    def changes(self) -> list[str]:
        """What is no longer as it was, by what it is called."""
        differs = {
            "the working folder": _folder() != self.folder,
            "the locale": locale.setlocale(locale.LC_ALL) != self.locale,
            "the environment": bool(self._environment_changes()),
            "Python's random state": random.getstate() != self.random,
            "NumPy's random state": _numpy_random() != self.numpy_random,
            "NumPy's handling of errors": dict(np.geterr()) != self.numpy_errors,
        }
        return [name for name, changed in differs.items() if changed]

    def restore(self) -> None:
        """Set everything back."""
        if self.folder:
            os.chdir(self.folder)
        locale.setlocale(locale.LC_ALL, self.locale)
        os.environ.update(self._environment_changes())
        random.setstate(self.random)
        kind, key, *rest = self.numpy_random
        np.random.set_state((kind, np.frombuffer(key, dtype=np.uint32), *rest))
        np.seterr(**self.numpy_errors)

    def _environment_changes(self) -> dict[str, str]:
        return {name: value for name, value in self.environment.items() if os.environ.get(name) != value}


@contextlib.contextmanager
def kept(plugin: str) -> Iterator[None]:
    """Around a call of a plugin: what it changed of the shared state is logged and set back, however it ends."""
    before = SharedState.now()
    try:
        yield
    finally:
        if changed := before.changes():
            before.restore()
            _tell(plugin, ", ".join(changed))


@functools.cache
def _tell(plugin: str, changed: str) -> None:
    """Log it once."""
    _log.warning("%s changed %s, which all plugins share: it was set back", plugin, changed)


def _folder() -> str:
    """Empty where the working folder was removed."""
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return ""


def _numpy_random() -> tuple[Any, ...]:
    """The state of NumPy's global generator, its key as bytes so that it can be compared."""
    kind, key, *rest = np.random.get_state(legacy=True)
    return (kind, np.asarray(key).tobytes(), *rest)
