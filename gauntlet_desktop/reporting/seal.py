"""The digest that a report carries over its own bytes: a change of any of them is found, whatever program looks.

The PDF's keywords hold two fields: the SHA-256 of the JSON twin, and that of the whole file with this second field set
to zeros. It proves that a file is as it was written, not who wrote it: that is what a signature is for.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_DIGEST = rb"([0-9a-f]{64})"
# In a string of a PDF a bracket is escaped, so that no name in it can pass for the field.
_FIELDS = re.compile(rb"/Keywords \(twin-sha256:" + _DIGEST + rb" file-sha256:" + _DIGEST + rb"\)")
# In an attribute of the page a quotation mark is escaped.
_PAGE_FIELDS = re.compile(
    rb'<meta name="keywords" content="twin-sha256:' + _DIGEST + rb" file-sha256:" + _DIGEST + rb'">'
)
_ENDS = re.compile(rb"%%EOF\n")
_MOST_ENDS = 16  # an end may occur within a picture's data by chance, but not often
_BLANK = b"0" * 64


@dataclass(frozen=True, slots=True)
class Seal:
    """What a report says of itself: the SHA-256 of its twin, and whether its own bytes are as they were written."""

    twin_sha256: str
    intact: bool


def blank_keywords(twin_sha256: str) -> str:
    """The keywords of a report before it is sealed."""
    return f"twin-sha256:{twin_sha256} file-sha256:{_BLANK.decode()}"


def seal(pdf: bytes) -> bytes:
    """The same report with its digest filled in. Raises ValueError unless it has exactly one place for it."""
    return _sealed(pdf, _FIELDS)


def seal_page(html: bytes) -> bytes:
    """The same for a report as a page of HTML."""
    return _sealed(html, _PAGE_FIELDS)


def sealed_length(pdf: bytes) -> int:
    """How many of its first bytes are the sealed report: fewer than all where something, such as a signature, was
    appended. All where no shorter part is intact."""
    for number, match in enumerate(_ENDS.finditer(pdf)):
        found = _read(pdf[: match.end()], _FIELDS)
        if found is not None and found.intact:
            return match.end()
        if number > _MOST_ENDS:
            break
    return len(pdf)


def read_seal(pdf: bytes) -> Seal | None:
    """The report's seal; None where there is none, or more than one."""
    return _read(pdf, _FIELDS)


def read_page_seal(html: bytes) -> Seal | None:
    """The same for a report as a page of HTML."""
    return _read(html, _PAGE_FIELDS)


def _sealed(data: bytes, fields: re.Pattern[bytes]) -> bytes:
    found = list(fields.finditer(data))
    if len(found) != 1 or found[0][2] != _BLANK:
        raise ValueError("the report has no place for its digest, or more than one")
    return _with_digest(data, found[0], hashlib.sha256(data).hexdigest().encode())


def _read(data: bytes, fields: re.Pattern[bytes]) -> Seal | None:
    found = list(fields.finditer(data))
    if len(found) != 1:
        return None
    blank = _with_digest(data, found[0], _BLANK)
    return Seal(found[0][1].decode(), hashlib.sha256(blank).hexdigest().encode() == found[0][2])


def _with_digest(pdf: bytes, field: re.Match[bytes], digest: bytes) -> bytes:
    return pdf[: field.start(2)] + digest + pdf[field.end(2) :]
