"""Writes entries of a log as lines for a terminal, in which no control character of a message survives."""

from __future__ import annotations

import logging

from gauntlet_desktop.core.safe_text import visible


class SafeFormatter(logging.Formatter):
    """The message and its traceback; whatever is not printable is made visible, line by line."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(visible(line) for line in super().format(record).splitlines())
