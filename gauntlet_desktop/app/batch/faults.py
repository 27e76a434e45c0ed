"""What stops a batch as a whole, and when its folder is gone."""

from __future__ import annotations

import os

from gauntlet_desktop.core.errors import NO_DECODER, EnvironmentFault, InputCode, InputError, broken_down
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ErrorRecord


class Root:
    """The folder of a batch, which a drive may take along when it is unplugged."""

    def __init__(self, raw_path: bytes) -> None:
        self._raw_path = raw_path
        self._identity = self._look()

    def is_gone(self) -> bool:
        """Whether another folder, or none, is where the folder was: a mount point stays when its drive goes."""
        return self._identity is not None and self._look() != self._identity

    def _look(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._raw_path)  # noqa: PTH116 - Path knows no bytes
        except OSError:
            return None
        return status.st_dev, status.st_ino


def folder_gone() -> EnvironmentFault:
    return EnvironmentFault(
        "folder_gone",
        "The folder is not there any more: what was done is kept.",
        "Connect its drive again, then go on.",
    )


def no_decoder(error: ErrorRecord) -> EnvironmentFault | None:
    """What stops the batch when a file failed for want of a process that decodes: it is not the file's failure, and
    every other one would fail alike. None for any other error."""
    if error != InputError(InputCode.ENGINE_CRASHED, NO_DECODER).record():
        return None
    return EnvironmentFault(
        "engine_unusable", phrase("{what} What was done is kept.", what=phrase(NO_DECODER)), error.remedy
    )


def batch_broken_down(error: Exception) -> EnvironmentFault:
    """What to say of an error that nobody foresaw, in a thread of the batch itself."""
    fault = broken_down(error)
    return EnvironmentFault(fault.code, phrase("{what} What was done is kept.", what=fault.message), fault.remedy)


def unusable(reason: str) -> EnvironmentFault:
    return EnvironmentFault(
        "engine_unusable",
        phrase("The analysis ends again and again before it is ready ({reason}).", reason=reason),
        "Run “gauntlet doctor”, and look at the plugins that were installed last.",
    )
