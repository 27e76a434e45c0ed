"""What a person asks a language model, and what becomes of the answer; light enough for the window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gauntlet_desktop.api.language_models import DescribeRequest
from gauntlet_desktop.api.parameters import Parameter, complete, parse_values
from gauntlet_desktop.app.prompts import load_artifacts, load_prompts
from gauntlet_desktop.core.records import AnalysisRecord, ModelRemarks


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, with settings as text: see DescribeRequest."""

    model: str
    settings: tuple[tuple[str, str], ...] = ()
    subject: str = "picture"
    remark: bool = True
    rephrase: bool = False

    def request(self, parameters: Sequence[Parameter]) -> DescribeRequest:
        """The request, with the user's templates. Raises UserError for settings that there are not."""
        values = complete(parameters, parse_values(parameters, self.settings))
        return DescribeRequest(
            self.model,
            load_prompts(),
            load_artifacts(),
            tuple(values.items()),
            self.subject,
            remark=self.remark,
            rephrase=self.rephrase,
        )


def with_remarks(record: AnalysisRecord, remarks: ModelRemarks) -> AnalysisRecord:
    """The record with a model's remarks; earlier ones of the same model on the same subject give way."""
    others = (each for each in record.remarks if (each.model, each.subject) != (remarks.model, remarks.subject))
    return replace(record, remarks=(*others, remarks))


def free_memory() -> int:
    """Bytes of memory that are free for a model; 0 where the system does not tell."""
    try:
        with Path("/proc/meminfo").open(encoding="ascii") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["MemAvailable"].split()[0]) << 10
    except (OSError, KeyError, ValueError):
        return _free_pages()


def _free_pages() -> int:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows, macOS
        return 0
