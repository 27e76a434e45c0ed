"""The digest that a report carries over its own bytes: a change of any of them is found, whatever program looks.

The PDF's keywords hold two fields: the SHA-256 of the JSON twin, and that of the whole file with this second field set
to zeros. It proves that a file is as it was written, not who wrote it: that is what a signature is for.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

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
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Seal:
    """What a report says of itself: the SHA-256 of its twin, and whether its own bytes are as they were written."""

    twin_sha256: str
    intact: bool


def blank_keywords(twin_sha256: str) -> str:
    """The keywords of a report before it is sealed."""
    return f"twin-sha256:{twin_sha256} file-sha256:{_BLANK.decode()}"


class Sealing:
    """Writes a report, part by part, into an empty file that can be sought in, and then its digest into it."""

    def __init__(self, file: BinaryIO, fields: re.Pattern[bytes]) -> None:
        self._file, self._fields = file, fields
        self._written, self._length = hashlib.sha256(), 0
        self._places: list[int] = []

    @classmethod
    def of_pdf(cls, file: BinaryIO) -> Sealing:
        return cls(file, _FIELDS)

    @classmethod
    def of_page(cls, file: BinaryIO) -> Sealing:
        """The same for a report as a page of HTML."""
        return cls(file, _PAGE_FIELDS)

    def write(self, part: bytes) -> None:
        """Write a part; the fields of the seal stand within one."""
        for found in self._fields.finditer(part):
            self._places.append(self._length + found.start(2) if found[2] == _BLANK else -1)
        self._file.write(part)
        self._written.update(part)
        self._length += len(part)

    def seal(self) -> None:
        """Fill in the digest. Raises ValueError unless there is exactly one place for it."""
        if len(self._places) != 1 or self._places[0] < 0:
            raise ValueError("the report has no place for its digest, or more than one")
        self._file.seek(self._places[0])
        self._file.write(self._written.hexdigest().encode())
        self._file.seek(0, io.SEEK_END)

    def reads_back(self) -> bool:
        """Whether the file begins with what was written and sealed."""
        place, digest = self._places[0], self._written.hexdigest().encode()
        read = hashlib.sha256()
        self._file.seek(0)
        for part in _parts(self._file, place):
            read.update(part)
        is_sealed = self._file.read(len(digest)) == digest
        read.update(_BLANK)
        for part in _parts(self._file, self._length - place - len(digest)):
            read.update(part)
        return is_sealed and read.digest() == self._written.digest()


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


def _read(data: bytes, fields: re.Pattern[bytes]) -> Seal | None:
    found = list(fields.finditer(data))
    if len(found) != 1:
        return None
    blank = _with_digest(data, found[0], _BLANK)
    return Seal(found[0][1].decode(), hashlib.sha256(blank).hexdigest().encode() == found[0][2])


def _with_digest(pdf: bytes, field: re.Match[bytes], digest: bytes) -> bytes:
    return pdf[: field.start(2)] + digest + pdf[field.end(2) :]


def _parts(file: BinaryIO, count: int) -> Iterator[bytes]:
    """The next `count` bytes of a file, fewer where it ends."""
    while count > 0 and (part := file.read(min(count, _READ_BYTES))):
        yield part
        count -= len(part)
