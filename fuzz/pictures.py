"""Targets for image files: the walkers of their containers, what they declare, and the pixels themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image, PngImagePlugin

from fuzz.target import Parser, Target, is_shown
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.core.records import Provenance
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.imaging import structure
from gauntlet_desktop.imaging.colour import read_profile
from gauntlet_desktop.imaging.containers import walk
from gauntlet_desktop.imaging.decode import decode_all
from gauntlet_desktop.imaging.embedded import compared
from gauntlet_desktop.imaging.jpeg_tables import nearest_quality
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.provenance import read_declared
from gauntlet_desktop.imaging.thumbnail import thumbnail
from tests.images import animated, encoded, icc_profile, jpeg, oriented, pixels, png, png16, tiff_pages
from tests.images import picture as drawn
from tests.unit.test_containers import (
    C2PA_UUID,
    STORE,
    XMP_PACKET,
    box,
    chunk,
    picture,
    with_chunk,
    with_items,
    with_segment,
)
from tests.unit.test_embedded import small, with_thumbnail
from tests.unit.test_iptc import DATA as IPTC
from tests.unit.test_iptc import resource
from tests.unit.test_provenance import A1111, XMP, camera_exif
from tests.unit.test_raw_profiles import profile_chunk
from tests.unit.test_stealth import hide, packed

# Small bounds, so that a decoder that is led astray is soon at its end.
LIMITS = Limits(pixels=400_000, full_size_pixels=100_000, metadata_bytes=1 << 20)
_CONTAINERS = ("JPEG", "MPO", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
_IMAGE = pixels(40, 30)


def _walker(container: str) -> Parser:
    def parse(untrusted: bytes) -> None:
        found = walk(untrusted, container, LIMITS)
        kept = sum(len(block.untrusted_payload) for block in found.blocks if block.untrusted_payload is not untrusted)
        assert kept <= LIMITS.metadata_bytes and len(found.blocks) <= LIMITS.metadata_fields
        assert all(part.offset >= 0 and part.size_bytes >= 0 for part in found.parts)
        assert all(is_shown(warning) for warning in found.warnings)

    return parse


def _declared(container: str) -> Parser:
    """Everything that a file declares: it is shown, compared, stored and read again."""

    def parse(untrusted: bytes) -> None:
        declared = read_declared(untrusted, container, LIMITS)
        compared(declared.embedded, _IMAGE)
        plain = to_plain(declared.provenance)
        assert from_plain(Provenance, plain) == declared.provenance

    return parse


def _structure(untrusted: bytes) -> None:
    blank = Image.new("RGB", (1, 1))
    for container in ("GIF", "TIFF"):
        assert 1 <= structure.frame_count(untrusted, container, blank) <= structure.FRAME_LIMIT
    blank.format = "AVIF"
    assert structure.bit_depth(untrusted, blank) in (8, 10, 12)
    structure.container_of(untrusted)


def _decode(untrusted: bytes) -> None:
    decoded = decode_all(untrusted, LIMITS)
    height, width, planes = decoded.pixels.shape
    assert planes == 3 and 1 <= height * width <= LIMITS.full_size_pixels
    assert decoded.pixels.dtype == np.uint8 and decoded.pixels.flags.c_contiguous


def _thumbnail(untrusted: bytes) -> None:
    assert max(thumbnail(untrusted, LIMITS, 24).shape[:2]) <= 24


def _profile(untrusted: bytes) -> None:
    """A colour profile alone, in pictures of each mode that one is for."""
    for mode in ("RGB", "L", "CMYK"):
        image = Image.new(mode, (2, 2))
        image.info["icc_profile"] = untrusted
        profile = read_profile(image)
        assert is_shown(profile.name)
        if profile.transform is not None:
            assert profile.transform(image).mode == "RGB"


def _tables(untrusted: bytes) -> None:
    """Two quantisation tables, as a JPEG holds them."""
    values = np.frombuffer(untrusted[:256].ljust(256, b"\1"), ">u2").reshape(2, 64).tolist()
    quality, _ = nearest_quality(values)
    assert 1 <= quality <= 100


def _jpegs() -> Iterator[bytes]:
    exif = camera_exif(comment=b"ASCII\0\0\0" + A1111.encode())
    yield jpeg(drawn(24, 32), exif=exif, xmp=XMP, comment=b"a comment")
    yield jpeg(drawn(24, 32), progressive=True, icc_profile=icc_profile())
    yield jpeg(drawn(24, 32, "CMYK"))
    yield with_segment(picture("JPEG"), 0xEB, b"JP" + struct.pack(">HI", 1, 1) + STORE)
    yield with_segment(picture("JPEG"), 0xED, b"Photoshop 3.0\0" + resource(0x0404, IPTC))
    yield with_thumbnail(small(drawn(60, 80), 40))
    extended = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", len(XMP), 0) + XMP
    yield with_segment(picture("JPEG"), 0xE1, extended)
    yield jpeg(drawn(320, 400))  # is reduced while it is decoded
    yield jpeg(drawn(24, 32), icc_profile=icc_profile(b"GRAY"))
    yield oriented("JPEG", 9)
    yield with_segment(jpeg(drawn(24, 32)), 0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")


def _pngs() -> Iterator[bytes]:
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", A1111)
    info.add_text("Comment", "zipped " * 20, zip=True)
    info.add_text("transparency", "a text that is none")
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    yield png(drawn(24, 32), pnginfo=info, exif=camera_exif(), icc_profile=icc_profile())
    yield with_chunk(picture("PNG"), profile_chunk("exif", camera_exif().tobytes()))
    yield with_chunk(picture("PNG"), profile_chunk("iptc", IPTC))
    yield with_chunk(with_chunk(picture("PNG"), chunk(b"caBX", STORE)), chunk(b"eXIf", b"II*\0"), after_data=True)
    yield png16(np.arange(64, dtype=np.uint16).reshape(8, 8) * 1000)
    yield png(hide(packed('{"Comment": "{}"}')))
    yield png(drawn(8, 8, "P"), transparency=3)


def _seeds(container: str) -> Iterator[bytes]:
    """Sound files of a container with all that may stand in one, and plain ones."""
    if container == "JPEG":
        yield from _jpegs()
    elif container == "MPO":
        yield animated("MPO", 2)
    elif container == "PNG":
        yield from _pngs()
    elif container == "TIFF":
        yield picture("TIFF", tiffinfo={700: XMP_PACKET, 33723: IPTC})
        yield tiff_pages(3)
        yield encoded(drawn(24, 32, "F"), "TIFF")
        yield encoded(drawn(24, 32, "LAB"), "TIFF", compression="tiff_lzw")
        yield encoded(drawn(24, 32), "TIFF", big_tiff=True)
        yield encoded(drawn(24, 32), "TIFF", tiffinfo={254: 1})  # declared a preview
        for values in (np.full((4, 4), np.nan, np.float32), np.full((4, 4), -2.5, np.float32)):
            yield encoded(Image.fromarray(values), "TIFF")
    elif container == "GIF":
        yield picture("GIF", comment=b"hello " * 80)
        yield animated("GIF", 3, xmp=XMP)
    elif container == "BMP":
        yield encoded(drawn(24, 32), "BMP")
        yield encoded(drawn(24, 32, "P"), "BMP")
        yield encoded(drawn(24, 32), "BMP").replace(struct.pack("<II", 32, 24), struct.pack("<II", 9_999, 9_999), 1)
    else:
        yield picture(container, xmp=XMP)
        yield oriented(container, 6, drawn(24, 32))
        yield animated(container, 2)
    if container == "AVIF":
        yield picture("AVIF") + box(b"uuid", C2PA_UUID, bytes(4), b"manifest\0", bytes(8), STORE)
        yield with_items(3, camera_exif().tobytes())


def _whole(container: str) -> Iterator[bytes]:
    yield from _seeds("JPEG" if container == "MPO" else container)


def _all_files() -> Iterator[bytes]:
    for container in _CONTAINERS:
        yield from _seeds(container)


def _profiles() -> Iterator[bytes]:
    yield icc_profile()
    yield icc_profile(swapped=True)
    yield icc_profile(b"GRAY")


def _declaring() -> Iterator[Target]:
    for container in _CONTAINERS:
        name = container.lower()
        seeds = lambda container=container: _seeds(container)  # noqa: E731 - one for each container
        yield Target(f"walk-{name}", _walker(container), seeds)
        yield Target(f"declared-{name}", _declared(container), seeds)
        yield Target(f"decode-{name}", _decode, seeds, (InputError,))


TARGETS = (
    *_declaring(),
    Target("structure", _structure, _all_files),
    Target("thumbnail", _thumbnail, _all_files, (InputError,)),
    Target("colour-profile", _profile, _profiles),
    Target("jpeg-tables", _tables, lambda: (bytes(range(256)), b"\0" * 256, b"\xff" * 256)),
)
