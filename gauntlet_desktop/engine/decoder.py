"""The decode process: untrusted bytes in, bounded pixels out; limits are set here, before any byte is read.

Requests and answers are JSON of fixed shape, never pickle, so that a decoder that a hostile file has taken over can
tell its parent nothing but values of the record classes.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import NO_SUCH_PICTURE, InputCode, InputError
from gauntlet_desktop.core.records import FileIdentity, ImageFacts, Provenance
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.engine import child
from gauntlet_desktop.engine.pixels import SharedCanvas, write_pixels
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.trust import TrustList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a process tells before it takes its first request, and so before any byte of a file.
READY = b"ready"
ANSWER_BYTES = 64 << 20
_RESERVE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """Decode a file into the named shared block. `thumbnail_side` > 0 asks for a small picture only: of the image, or
    with `embedded` > 0 the picture of that number (from 1) inside the file."""

    job: int
    raw_path: bytes
    pixels_name: str
    thumbnail_side: int = 0
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class DecodeAnswer:
    """What came of a request: pixels in the block (height and width > 0), or an error code with its detail.

    `perceptual_hash` (0..2**64 - 1) is of these pixels, None for a thumbnail.
    """

    job: int
    source: FileIdentity
    height: int = 0
    width: int = 0
    facts: ImageFacts | None = None
    provenance: Provenance | None = None
    perceptual_hash: int | None = None
    error_code: str = ""
    error_detail: str = ""


def unidentified(raw_path: bytes) -> FileIdentity:
    """The identity of a file that could not be read."""
    shown = visible_path(raw_path)
    name = visible_path(os.path.split(raw_path)[1])
    return FileIdentity(path=shown, raw_path=raw_path, name=name, size_bytes=0, sha256="", modified_ns=0)


def pack(message: DecodeRequest | DecodeAnswer) -> bytes:
    """A message as JSON bytes."""
    return json.dumps(to_plain(message)).encode()


def unpack_answer(data: bytes) -> DecodeAnswer:
    """An answer from untrusted bytes; raises ValueError for anything else."""
    try:
        return from_plain(DecodeAnswer, json.loads(data, parse_constant=_refuse_constant))
    except RecursionError as error:
        raise ValueError("an answer nested too deep") from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def main(connection: Connection[Any, Any], limits: dict[str, Any], trust: dict[str, Any]) -> None:
    """Entry point of the spawned process."""
    child.begin()
    child.silence()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its threads would reserve the address space that is bounded below
    bounds, anchors = Limits(**limits), TrustList(**trust)
    _bound_memory(bounds)
    from gauntlet_desktop.imaging import decode

    decode.prepare_process(bounds)
    connection.send_bytes(READY)
    while True:
        try:
            request = from_plain(DecodeRequest, json.loads(connection.recv_bytes()))
        except (EOFError, OSError):
            child.leave()
        _bound_cpu(bounds)
        connection.send_bytes(pack(_answer(request, bounds, anchors)))


def as_plain(given: Limits | TrustList) -> dict[str, Any]:
    """What `main` takes, as values that a process can be started with."""
    return asdict(given)


def _answer(request: DecodeRequest, limits: Limits, trust: TrustList) -> DecodeAnswer:
    """Read, then decode; a file that was read keeps its identity, hash included, when decoding fails."""
    from gauntlet_desktop.imaging.intake import read_file

    source = unidentified(request.raw_path)
    try:
        source, untrusted = read_file(request.raw_path, limits)
        if request.thumbnail_side:
            return _thumbnail(request, source, untrusted, limits)
        return _decode(request, source, untrusted, limits, trust)
    except InputError as error:
        return DecodeAnswer(request.job, source, error_code=error.code, error_detail=error.detail)
    except MemoryError:
        return DecodeAnswer(request.job, source, error_code=InputCode.DECODE_MEMORY)


def _decode(
    request: DecodeRequest, source: FileIdentity, untrusted: bytes, limits: Limits, trust: TrustList
) -> DecodeAnswer:
    from gauntlet_desktop.core.perceptual import perceptual_hash
    from gauntlet_desktop.imaging.opened import examine

    with contextlib.ExitStack() as stack:

        def new_canvas(height: int, width: int) -> SharedCanvas:
            return stack.enter_context(contextlib.closing(SharedCanvas(request.pixels_name, height, width)))

        image = examine(source, untrusted, limits, trust, new_canvas)
        height, width = image.pixels.shape[:2]
        shown = perceptual_hash(image.pixels)
        return DecodeAnswer(request.job, source, height, width, image.facts, image.provenance, shown)


def _thumbnail(request: DecodeRequest, source: FileIdentity, untrusted: bytes, limits: Limits) -> DecodeAnswer:
    from gauntlet_desktop.imaging.thumbnail import thumbnail

    if request.embedded:
        pixels = _embedded(untrusted, request, limits)
    else:
        pixels = thumbnail(untrusted, limits, request.thumbnail_side)
    write_pixels(request.pixels_name, pixels)
    height, width = pixels.shape[:2]
    return DecodeAnswer(request.job, source, height, width)


def _embedded(untrusted: bytes, request: DecodeRequest, limits: Limits) -> NDArray[np.uint8]:
    """The pixels of a picture inside the file; raises InputError where there is none of this number."""
    from gauntlet_desktop.imaging.embedded import decoded
    from gauntlet_desktop.imaging.provenance import read_declared
    from gauntlet_desktop.imaging.structure import container_of

    pictures = read_declared(untrusted, container_of(untrusted) or "", limits).embedded
    if request.embedded > len(pictures):
        raise InputError(InputCode.DAMAGED, NO_SUCH_PICTURE)
    return decoded(pictures[request.embedded - 1], request.thumbnail_side)


def _bound_memory(limits: Limits) -> None:
    """Limit the address space where the system can (not on Windows and macOS: there pixel limits alone hold)."""
    try:
        import resource
    except ImportError:
        return
    size = limits.memory_bytes + _RESERVE_BYTES
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ValueError, OSError):
        return


def _bound_cpu(limits: Limits) -> None:
    """Give each request its own CPU seconds: the kernel ends the process when they are used up."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + limits.seconds + 1, hard))
