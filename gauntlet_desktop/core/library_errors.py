"""Errors of libraries as errors of the program: nobody lists the kinds that a library raises on a stranger's files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.safe_text import visible

_LONGEST = 300


@contextmanager
def library_errors(kind: type[GauntletError], code: str, message: str, remedy: str) -> Iterator[None]:
    """Raise any error of a library in this as one of the `kind`: `message`, a sentence without its stop, then the
    library's own words. A library that is missing is said as such; errors of the program pass as they are."""
    try:
        yield
    except GauntletError:
        raise
    except ImportError as error:
        raise kind(
            "full_install_needed",
            phrase("{what}: that needs the full install ({reason}).", what=message, reason=_said(error)),
            "Run: pip install 'gauntlet-desktop[full]'",
        ) from error
    except Exception as error:
        raise kind(code, phrase("{what} ({reason}).", what=message, reason=_said(error)), remedy) from error


def _said(error: Exception) -> str:
    """On one line; with its kind, for some say no more than a name."""
    return visible(" ".join(f"{type(error).__name__}: {error}".split()), _LONGEST)
