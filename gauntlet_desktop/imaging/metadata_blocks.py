"""What the container walkers collect: metadata blocks, each with the place where it stands, within fixed budgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from gauntlet_desktop.core.declarations import ContainerPart
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.limits import Limits

_WARNINGS = 50
_PARTS = 200
# A JUMBF superbox (ISO 19566-5): length, "jumb", then a description box with this type and the label c2pa (C2PA 2.2).
_C2PA_TYPE = bytes.fromhex("6332706100110010800000aa00389b71")
STORE_HEAD = 38


class Kind(StrEnum):
    """What a block holds. The payload of `C2PA` is left out: the manifest reader takes the whole file."""

    EXIF = "EXIF"
    XMP = "XMP"
    IPTC = "IPTC"
    C2PA = "C2PA"
    TEXT = "text"
    HIDDEN = "hidden text"


@dataclass(frozen=True, slots=True)
class Block:
    """One metadata block: `payload` starts at the block's own content (for EXIF, its TIFF header);
    `key` is the keyword of a text block, or "comment"."""

    kind: Kind
    location: str
    untrusted_payload: bytes = b""
    key: str = ""


@dataclass(slots=True)
class Collector:
    """Gathers blocks and warnings; what goes over a limit is left out and said so, once."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    parts: list[ContainerPart] = field(default_factory=list)
    _bytes: int = 0

    def add(self, kind: Kind, location: str, untrusted_payload: bytes = b"", key: str = "") -> None:
        """Keep the block if the budgets of bytes and of fields allow it."""
        if self.has_room(len(untrusted_payload)):
            self._bytes += len(untrusted_payload)
            self.blocks.append(Block(kind, location, untrusted_payload, key))

    def add_file(self, kind: Kind, location: str, untrusted: bytes) -> None:
        """Keep the file itself as a block: it is shared, not copied, so it counts as a field only."""
        if self.has_room(0):
            self.blocks.append(Block(kind, location, untrusted))

    def charge(self, size: int) -> None:
        """Take work that was in vain off the budget of bytes, so that it cannot be asked for again and again."""
        self._bytes += size

    def has_room(self, size: int) -> bool:
        """Whether a block of `size` bytes is within the budgets; asked before it is copied out of the file."""
        room = self._bytes + size <= self.limits.metadata_bytes and len(self.blocks) < self.limits.metadata_fields
        if not room:
            self.warn("Metadata beyond the limit of bytes or fields was left out.")
        return room

    def warn(self, sentence: str) -> None:
        """Keep a warning; repeated ones count once."""
        if sentence not in self.warnings and len(self.warnings) < _WARNINGS:
            self.warnings.append(sentence)

    def part(self, name: str, offset: int, size: int) -> None:
        """Note a part of the container; neighbours of the same name count as one."""
        last = self.parts[-1] if self.parts else None
        if last is not None and last.name == name and last.offset + last.size_bytes == offset:
            self.parts[-1] = ContainerPart(name, last.offset, last.size_bytes + size, last.count + 1)
        elif len(self.parts) < _PARTS:
            self.parts.append(ContainerPart(name, offset, size))
        else:
            self.warn(f"The file has more than {_PARTS} parts; the list of them is cut.")

    def stretch_last(self, end: int) -> None:
        """Let the part noted last reach to byte `end`; nothing where the list is cut."""
        if self.parts and len(self.parts) < _PARTS and self.parts[-1].offset < end:
            self.parts[-1] = replace(self.parts[-1], size_bytes=end - self.parts[-1].offset)

    def trailing(self, count: int, end: int = 0) -> None:
        """Report `count` bytes after the image's end, which is at byte `end`; they are never parsed."""
        if count > 0:
            self.part("bytes after the end", end, count)
            self.warn(
                f"{count} bytes follow the end of the image." if count > 1 else "1 byte follows the end of the image."
            )

    def of_kind(self, kind: Kind) -> list[Block]:
        """The blocks of one kind, in file order."""
        return [block for block in self.blocks if block.kind is kind]


def four_letters(untrusted_name: bytes) -> str:
    """The name of a chunk or a box for people."""
    return visible(untrusted_name.decode("latin-1"), 4)


def is_c2pa_store(untrusted: bytes) -> bool:
    """Whether the bytes start with the superbox of a C2PA manifest store."""
    types = untrusted[4:8] == b"jumb" and untrusted[12:16] == b"jumd"
    return types and untrusted[16:32] == _C2PA_TYPE and untrusted[33:38] == b"c2pa\0"
