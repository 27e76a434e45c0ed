"""Errors sorted by who can mend them, and the closed list of codes that an input file can fail with."""

from __future__ import annotations

import errno
from enum import StrEnum

from gauntlet_desktop.core.phrases import Phrase, phrase, recognised, system_reason
from gauntlet_desktop.core.records import ErrorRecord


class GauntletError(Exception):
    """Base of all expected errors: a stable `code`, a sentence `message` and what to do, `remedy`."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy

    @property
    def sentence(self) -> Phrase:
        """What happened and what to do, in one line."""
        what, remedy = recognised(self.message, ()), recognised(self.remedy, ())
        return phrase("{what} {remedy}", what=what, remedy=remedy) if remedy else what

    def record(self) -> ErrorRecord:
        return ErrorRecord(str(self.code), self.message, self.remedy)

    def __reduce__(self) -> tuple[type[GauntletError], tuple[str, str, str]]:
        return type(self), (self.code, self.message, self.remedy)


class UserError(GauntletError):
    """Something the user asked for cannot be done as asked."""


class EnvironmentFault(GauntletError):
    """The disk, the memory or a file let the program down."""


class PluginFault(GauntletError):
    """A plugin raised or returned nonsense; `message` names it."""


class Cancelled(GauntletError):
    """The user cancelled; shown nowhere."""

    def __init__(self, code: str = "cancelled", message: str = "Cancelled.", remedy: str = "") -> None:
        super().__init__(code, message, remedy)


class InputCode(StrEnum):
    """Every way in which an input file can fail: twelve codes, stable across releases."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    UNSUPPORTED_FORMAT = "unsupported_format"
    DIMENSIONS = "dimensions"
    DAMAGED = "damaged"
    CHANGED_DURING_READ = "changed_during_read"
    DECODE_TIMEOUT = "decode_timeout"
    DECODE_MEMORY = "decode_memory"
    ENGINE_CRASHED = "engine_crashed"


_INPUT_TEXT: dict[InputCode, tuple[str, str]] = {
    InputCode.NOT_FOUND: ("The file is not there.", "Check the path, or that the drive is still connected."),
    InputCode.NOT_A_FILE: (
        "This is not a regular file.",
        "Choose an image file; links, pipes and devices are not opened.",
    ),
    InputCode.UNREADABLE: (
        "The file cannot be read.",
        "Check its permissions, or copy it to a place that you may read.",
    ),
    InputCode.EMPTY: ("The file is empty.", "Get a complete copy of the file."),
    InputCode.FILE_TOO_LARGE: (
        "The file is larger than the limit.",
        "Raise the limit, or use a smaller copy.",
    ),
    InputCode.UNSUPPORTED_FORMAT: (
        "The content is not a supported image format.",
        "Supported: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF. The content decides, not the extension.",
    ),
    InputCode.DIMENSIONS: (
        "The picture's dimensions are outside the limits.",
        "By default 1 to 200 million pixels, no side over 100 times the other; the settings can raise the limits.",
    ),
    InputCode.DAMAGED: ("The image data is damaged or cut off.", "Get a complete copy of the file."),
    InputCode.CHANGED_DURING_READ: (
        "The file changed while it was read.",
        "Wait until it is completely written, then analyse it again.",
    ),
    InputCode.DECODE_TIMEOUT: (
        "Decoding took too long and was stopped.",
        "Raise the time limit if you trust this file.",
    ),
    InputCode.DECODE_MEMORY: (
        "There was not enough memory to decode the file.",
        "Raise the memory limit if you trust this file.",
    ),
    InputCode.ENGINE_CRASHED: (
        "The analysis of this file could not be finished.",
        "Analyse it again in safe mode (GAUNTLET_SAFE_MODE=1) to find out whether a plugin is the cause.",
    ),
}

# What the detail of an input error is made of, where no plugin and no other library said it.
BYTES_TOLD = "It has {size:,} bytes of {allowed:,} allowed."
SIDES_TOLD = "It says {width:,} by {height:,} pixels."
PIXELS_TOLD = "It says over {pixels:,} pixels."
DECODER_TOLD = "The decoder says: {reason}"
NO_SUCH_PICTURE = "The file holds no such picture."
BROKE_DOWN = "A part of the program itself broke down ({reason})."
DETAILS = (BYTES_TOLD, SIDES_TOLD, PIXELS_TOLD, DECODER_TOLD, BROKE_DOWN)

# The detail of a DECODE_MEMORY that no limit of the program brought about.
NO_SHARED_MEMORY = "Its pixels found no room in the system's shared memory."
# The detail of an ENGINE_CRASHED to which no file, and no plugin, can have contributed.
NO_DECODER = "The program's own process that decodes images does not start."
_DETAIL_REMEDY = {
    NO_SHARED_MEMORY: "Enlarge the shared memory (on Linux /dev/shm, which must be there and writable; containers have "
    "--shm-size), or close other programs, then analyse the file again.",
    NO_DECODER: "Raise the limits of memory and of open files (ulimit -n) where they were lowered; otherwise run "
    "“gauntlet doctor”, or install the program again.",
}

# What to do where a part of the program broke down, by the number of the system's error.
_BROKEN_REMEDY = {
    errno.EMFILE: "Raise how many files a program may hold open (ulimit -n), then try again.",
    errno.ENFILE: "Close other programs, then try again.",
    errno.EAGAIN: "Close other programs, then try again.",
    errno.ENOMEM: "Close other programs, then try again.",
}
_REPORT_IT = "Try it again; if it comes back, report it with what “gauntlet doctor --bundle FILE.zip” writes."
BROKEN_REMEDIES = (*dict.fromkeys(_BROKEN_REMEDY.values()), _REPORT_IT)


class InputError(GauntletError):
    """An input file that cannot be analysed; the others go on. The detail may have a remedy of its own."""

    def __init__(self, code: InputCode | str, detail: str = "", remedy: str = "") -> None:
        known = InputCode(code)
        message, standard_remedy = (phrase(text) for text in _INPUT_TEXT[known])
        self.detail = recognised(detail, DETAILS)
        told = phrase("{what} {detail}", what=message, detail=self.detail) if detail else message
        super().__init__(known, told, remedy or _DETAIL_REMEDY.get(detail, standard_remedy))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        return type(self), (self.code, self.detail, self.remedy)


def broken_down(error: Exception) -> GauntletError:
    """What to say of an error that nobody foresaw, in a part of the program itself: a bug, or the system's refusal of
    what no program can do without."""
    reason = system_reason(error) if isinstance(error, OSError) else phrase(repr(error))
    remedy = _BROKEN_REMEDY.get(_number(error), _REPORT_IT)
    return EnvironmentFault("broken_down", phrase(BROKE_DOWN, reason=reason), phrase(remedy))


def is_refusal(error: Exception) -> bool:
    """Whether an error is no bug, but the system out of files, processes or memory."""
    return _number(error) in _BROKEN_REMEDY


def _number(error: Exception) -> int:
    """The system's number of an error; 0 for one that is none of the system's."""
    return errno.ENOMEM if isinstance(error, MemoryError) else getattr(error, "errno", None) or 0


def as_made(error: ErrorRecord) -> ErrorRecord:
    """An error that was written down, in phrases again where it is one of an input file; any other as it is."""
    if error.code not in tuple(InputCode):
        return error
    what, _ = _INPUT_TEXT[InputCode(error.code)]
    if isinstance(error.message, Phrase) or not error.message.startswith(what):
        return error
    return InputError(error.code, error.message.removeprefix(what).strip(), error.remedy).record()
