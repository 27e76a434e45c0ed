"""The images to cluster: labelled data where there are labels, else every image under a folder, or given files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.evaluation.files import choose
from gauntlet_desktop.imaging.intake import read_file, scan
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.packs import INDEX_NAME, Pack, Sample, open_pack

MAX_IMAGES = 20_000
LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ClusterInput:
    """An image to cluster, and the way to its bytes; `read` raises InputError or EnvironmentFault."""

    name: str
    raw_path: bytes
    read: Callable[[], bytes]
    label: str = ""
    source: str = ""
    generator: str = ""


@contextmanager
def open_inputs(data: Path | Sequence[bytes], limit: int | None) -> Iterator[list[ClusterInput]]:
    """The images of a folder, a pack or an archive (at most `limit` of a source, chosen by name alone), or files by
    their paths. Raises UserError where there are none, or more than 20,000."""
    if not isinstance(data, Path):
        yield _checked([_file(raw_path, os.path.split(raw_path)[1]) for raw_path in data], phrase("The list"))
        return
    if not data.exists():
        raise UserError(
            "data_unusable", phrase("{folder} is not there.", folder=str(data)), "Give a folder of images, or a pack."
        )
    with _open_pack(data) as pack:
        if pack.samples:
            chosen = [_sample(pack, sample) for sample in choose(pack.samples, None, limit)]
        else:
            chosen = [_file(raw_path, _inside(raw_path, data)) for raw_path in scan(os.fsencode(data))][:limit]
        yield _checked(chosen, str(data))


def file_input(path: Path) -> ClusterInput:
    """One file."""
    return _file(os.fsencode(path), os.fsencode(path.name))


def _open_pack(data: Path) -> Pack:
    """The labelled images, none where no folder names a label; labels of one class alone are labels too."""
    if data.is_dir() and not (data / INDEX_NAME).is_file():
        pack = Pack(data, ())
        pack.samples = tuple(pack.search(data))
        return pack
    return open_pack(data)


def _sample(pack: Pack, sample: Sample) -> ClusterInput:
    inside = f"{sample.archive}/{sample.member}" if sample.archive else sample.member
    raw_path = b"" if sample.archive else os.fsencode(pack.root / sample.member)
    read = partial(pack.read, sample)
    return ClusterInput(inside, raw_path, read, sample.label, sample.source, sample.generator)


def _file(raw_path: bytes, raw_name: bytes) -> ClusterInput:
    return ClusterInput(visible_path(raw_name), raw_path, lambda: read_file(raw_path, LIMITS)[1])


def _inside(raw_path: bytes, root: Path) -> bytes:
    return os.path.relpath(raw_path, os.fsencode(root))


def _checked(inputs: list[ClusterInput], where: str) -> list[ClusterInput]:
    if not inputs:
        raise UserError(
            "no_images", phrase("{where} holds no images.", where=where), "Choose a folder with images in it."
        )
    if len(inputs) > MAX_IMAGES:
        raise UserError(
            "too_many_images",
            phrase(
                "{where} holds {count:,} images; {most:,} can be clustered at once.",
                where=where,
                count=len(inputs),
                most=MAX_IMAGES,
            ),
            "Choose a smaller folder, or take a part of each source with --limit.",
        )
    return inputs
