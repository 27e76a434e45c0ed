"""The log of the window: warnings and errors, in a file of the state folder and on the standard error output.

One JSON object a line, so that nothing in a message can end a line or pass for another entry. Beside each message
stands its form without the values in it, which is all that leaves this machine in a diagnostic bundle.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
from datetime import UTC, datetime
from pathlib import Path

from gauntlet_desktop.api.folders import state_folder
from gauntlet_desktop.app.files import make_folder
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.safe_log import SafeFormatter

LOG_NAME = "log.jsonl"
ROOT = "gauntlet_desktop"
_LOG_BYTES = 1 << 20
_ENTRY_CHARACTERS = 20_000


def log_path() -> Path:
    return state_folder() / LOG_NAME


def begin_log() -> list[logging.Handler]:
    """Write the program's log from now on; returns the handlers, for `end_log`. Without a folder that can be written
    to there is the standard error output alone."""
    shown = logging.StreamHandler()
    shown.setFormatter(SafeFormatter())
    handlers: list[logging.Handler] = [shown]
    try:
        make_folder(log_path().parent)
        kept = _Kept(log_path(), maxBytes=_LOG_BYTES, backupCount=1, encoding="ascii", delay=True)
        kept.setFormatter(_Entry())
        handlers.append(kept)
    except EnvironmentFault:  # the window says at its start what cannot be kept
        pass
    for handler in handlers:
        handler.setLevel(logging.WARNING)
        logging.getLogger(ROOT).addHandler(handler)
    return handlers


def end_log(handlers: list[logging.Handler]) -> None:
    for handler in handlers:
        logging.getLogger(ROOT).removeHandler(handler)
        handler.close()


class _Kept(logging.handlers.RotatingFileHandler):
    """A full disk costs entries, and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:
        return


class _Entry(logging.Formatter):
    """A JSON object. `form` is the message without its values."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname,
            "logger": record.name,
            "form": str(record.msg),
            "message": record.getMessage()[:_ENTRY_CHARACTERS],
            "traceback": self.formatException(record.exc_info)[-_ENTRY_CHARACTERS:] if record.exc_info else "",
        }
        return json.dumps(entry)
