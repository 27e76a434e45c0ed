"""Reads what labelled files say of themselves before any pixel is looked at, and chooses those to evaluate."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PIL import JpegImagePlugin

from gauntlet_desktop.core.errors import EnvironmentFault, InputError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.decode import open_bounded
from gauntlet_desktop.imaging.jpeg_tables import jpeg_facts
from gauntlet_desktop.imaging.packs import PACK_LIMITS, Pack, Sample, name_digest

# As Pillow names the metadata that it finds while it reads a header.
_METADATA = {"exif": "EXIF", "icc_profile": "ICC", "xmp": "XMP"}
NO_TABLE = "none"


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A labelled file by its header: sides in pixels, the JPEG quality and tables (101 and "none" for other codecs),
    which metadata it carries, and its size and SHA-256."""

    sample: Sample
    sha256: str
    container: str
    width: int
    height: int
    quality: int
    table: str
    metadata: tuple[str, ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that gave no score: a file, or a scorer on a file in a condition ("" for the file as a whole)."""

    member: str
    reason: str
    scorer: str = ""
    condition: str = ""


def choose(
    samples: Iterable[Sample], sources: Mapping[str, Sequence[str]] | None = None, limit: int | None = None
) -> list[Sample]:
    """The samples of the named sources (label "real" and "fake" to names; None: all), at most `limit` of a source.

    Which ones a limit keeps depends on their names alone, so a second run takes the same.
    """
    groups: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        if sources is None or sample.source in sources.get(sample.label, ()):
            groups[sample.label, sample.source].append(sample)
    if limit is None:
        return [sample for group in groups.values() for sample in group]
    return [sample for group in groups.values() for sample in sorted(group, key=name_digest)[:limit]]


def read_headers(
    pack: Pack, samples: Sequence[Sample], context: TaskContext
) -> tuple[list[LabelledFile], list[Failure]]:
    """The files whose header can be read, and why the others cannot."""
    files, failures = [], []
    for index, sample in enumerate(samples):
        context.report(index / len(samples), f"Checking file {index + 1} of {len(samples)}")
        try:
            files.append(_header(pack, sample))
        except (InputError, EnvironmentFault) as error:
            failures.append(Failure(sample.member, error.message))
    return files, failures


def _header(pack: Pack, sample: Sample) -> LabelledFile:
    untrusted = pack.read(sample)
    with open_bounded(untrusted, PACK_LIMITS) as (image, _):
        jpeg = jpeg_facts(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else None
        return LabelledFile(
            sample=sample,
            sha256=hashlib.sha256(untrusted).hexdigest(),
            container=image.format or "",
            width=image.width,
            height=image.height,
            quality=jpeg.quality if jpeg else 101,
            table=jpeg.table_sha256[:12] if jpeg else NO_TABLE,
            metadata=tuple(name for key, name in _METADATA.items() if image.info.get(key)),
            size_bytes=len(untrusted),
        )
