"""Reads the profiles that ImageMagick, and programs after it, write into PNG text as hexadecimal digits.

The keyword is "Raw profile type NAME"; the text is a line break, the name, the number of bytes, and lines of digits
(ImageMagick, coders/png.c, Magick_png_write_raw_profile; read by ExifTool and Exiv2 alike).
"""

from __future__ import annotations

import re

from gauntlet_desktop.imaging.metadata_blocks import Kind

_KEY = "Raw profile type "
_HEAD = re.compile(rb"\s{0,9}[!-~]{1,79}\n\s{0,9}(\d{1,8})\n")
_SPACE = b" \t\r\n"
_EXIF_HEAD, _XMP_HEAD = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_KINDS = {"exif": Kind.EXIF, "app1": Kind.EXIF, "xmp": Kind.XMP, "iptc": Kind.IPTC, "8bim": Kind.IPTC}


def profile_name(keyword: str) -> str:
    """The name of a profile that is read here, "" for any other text."""
    name = keyword.removeprefix(_KEY).lower() if keyword.startswith(_KEY) else ""
    return name if name in _KINDS else ""


def read_profile(untrusted: bytes, name: str) -> tuple[Kind, bytes] | None:
    """What a profile holds, and its own bytes; None where digits and number disagree. One of "app1" is either of two
    kinds, as its head says."""
    match = _HEAD.match(untrusted)
    digits = untrusted[match.end() :].translate(None, _SPACE) if match else b""
    if match is None or len(digits) != 2 * int(match.group(1)):
        return None
    try:
        payload = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None
    if payload.startswith(_XMP_HEAD):
        return Kind.XMP, payload.removeprefix(_XMP_HEAD)
    return _KINDS[name], payload.removeprefix(_EXIF_HEAD)
