"""Pictures inside a file: found, decoded within bounds, compared with the image, never believed."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from gauntlet_desktop.app.reports import write_report
from gauntlet_desktop.core.declarations import EmbeddedPicture
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.records import FileIdentity
from gauntlet_desktop.imaging import embedded
from gauntlet_desktop.imaging.colour import TURNS
from gauntlet_desktop.imaging.embedded import Embedded, compared
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.opened import open_image
from gauntlet_desktop.imaging.provenance import read_declared
from gauntlet_desktop.reporting.options import ReportOptions
from tests.factories import make_record
from tests.images import jpeg, picture, pixels
from tests.unit.test_containers import with_segment

IMAGE = pixels(240, 320)


def exif_block(thumbnail: bytes, offset: int | None = None, orientation: int = 1) -> bytes:
    """A little-endian block with an orientation and, in its second directory, a thumbnail."""
    first = struct.pack("<HHHIHHI", 1, 274, 3, 1, orientation, 0, 26)
    start = 26 + 2 + 24 + 4
    second = struct.pack("<HHHIIHHIII", 2, 513, 4, 1, start if offset is None else offset, 514, 4, 1, len(thumbnail), 0)
    return b"II*\0" + struct.pack("<I", 8) + first + second + thumbnail


def with_thumbnail(thumbnail: bytes, **how: int) -> bytes:
    return with_segment(jpeg(Image.fromarray(IMAGE)), 0xE1, b"Exif\0\0" + exif_block(thumbnail, **how))


def small(image: Image.Image, side: int = 80) -> bytes:
    image = image.copy()
    image.thumbnail((side, side))
    return jpeg(image, quality=80)


def only(data: bytes, tmp_path: Path) -> EmbeddedPicture:
    path = tmp_path / "file.jpg"
    path.write_bytes(data)
    (found,) = open_image(str(path).encode(), Limits()).provenance.pictures
    return found


def test_a_thumbnail_of_the_picture_is_alike(tmp_path: Path) -> None:
    found = only(with_thumbnail(small(Image.fromarray(IMAGE))), tmp_path)
    assert (found.name, found.width, found.height, found.note) == ("EXIF thumbnail", 80, 60, "")
    assert found.location == "EXIF IFD1.JPEGInterchangeFormat (JPEG APP1 at byte 2)"
    assert found.similarity is not None and found.similarity > 0.97


def test_a_thumbnail_of_another_picture_is_not(tmp_path: Path) -> None:
    found = only(with_thumbnail(small(Image.fromarray(pixels(240, 320, seed=5)))), tmp_path)
    assert found.similarity is not None and found.similarity < 0.7


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("turned", [False, True])
def test_orientation_and_black_bars_do_not_count(orientation: int, turned: bool) -> None:
    stored = Image.fromarray(IMAGE)
    upright = stored.transpose(TURNS[orientation]) if orientation > 1 else stored
    base = upright if turned else stored
    bars = Image.new("RGB", (base.width, base.height + 80))
    bars.paste(base, (0, 40))
    for image in (base, bars):
        (found,) = compared([Embedded("x", "y", small(image))], np.asarray(upright), orientation)
        assert found.similarity is not None and found.similarity > 0.97, found


def test_a_picture_of_one_brightness_cannot_be_compared() -> None:
    flat = Embedded("x", "y", small(Image.new("RGB", (80, 60), (90, 90, 90))))
    (found,) = compared([flat], IMAGE)
    assert found.similarity is None and "cannot be compared" in found.note


@pytest.mark.parametrize("offset", [0, 8, 60_000, 0xFFFFFFFF])
def test_a_thumbnail_in_the_wrong_place_costs_itself_only(offset: int, tmp_path: Path) -> None:
    data = with_thumbnail(small(picture()), offset=offset)
    path = tmp_path / "file.jpg"
    path.write_bytes(data)
    opened = open_image(str(path).encode(), Limits())
    for found in opened.provenance.pictures:
        assert found.similarity is None and "cannot be decoded" in found.note
    np.testing.assert_array_equal(opened.pixels, open_image(str(path).encode(), Limits()).pixels)


def test_a_thumbnail_that_would_be_huge_is_refused_before_it_is_decoded() -> None:
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b""))
    )
    (found,) = compared([Embedded("x", "y", bomb)], IMAGE)
    assert (found.width, found.similarity) == (0, None) and InputCode.DIMENSIONS in found.note
    with pytest.raises(InputError):
        embedded.decoded(Embedded("x", "y", bytes(embedded.BOUNDS.file_bytes + 1)))


def test_no_more_than_four_are_kept() -> None:
    block = b"Exif\0\0" + exif_block(small(picture()))
    data = jpeg(picture())
    for _ in range(9):
        data = with_segment(data, 0xE1, block)
    assert len(read_declared(data, "JPEG", Limits()).embedded) == 4


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_mutated_thumbnails_never_raise(data: st.DataObject) -> None:
    mutant = bytearray(small(picture()))
    for _ in range(data.draw(st.integers(1, 12))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    (found,) = compared([Embedded("x", "y", bytes(mutant))], IMAGE)
    assert found.similarity is None or -1 <= found.similarity <= 1


def test_cameras_files(shared_dir: Path) -> None:
    folder = shared_dir / "fixtures" / "exif"
    known = [path for path in sorted(folder.glob("jpg__*")) if path.stat().st_size > 3_000]
    found = [each for path in known for each in open_image(str(path).encode(), Limits()).provenance.pictures]
    assert len(found) >= 5
    assert all(each.similarity is None or -1 <= each.similarity <= 1 for each in found)


def test_signed_files_hold_a_thumbnail_of_themselves(shared_dir: Path) -> None:
    path = shared_dir / "fixtures" / "provenance" / "image__jpeg__adobe-20220124-CAICA.jpg"
    claim = open_image(str(path).encode(), Limits()).provenance.pictures[0]
    assert claim.name == "C2PA claim thumbnail"
    assert claim.similarity is not None and claim.similarity > 0.95


def test_the_decoder_shows_them_one_by_one() -> None:
    declared = read_declared(with_thumbnail(small(Image.fromarray(IMAGE))), "JPEG", Limits())
    assert embedded.decoded(declared.embedded[0], 40).shape == (30, 40, 3)
    assert Image.open(io.BytesIO(declared.embedded[0].untrusted)).size == (80, 60)


def test_the_report_shows_it_beside_the_image(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(with_thumbnail(small(Image.fromarray(IMAGE))))
    opened = open_image(bytes(photo), Limits())
    record = replace(make_record(heatmap=False), source=opened.identity, provenance=opened.provenance)
    item = (record, opened.pixels)
    pdf, _ = write_report([item], tmp_path / "report.pdf", ReportOptions(left_out=("annex",)))
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    assert "The image, reduced EXIF thumbnail: alike" in said
    hidden, _ = write_report([item], tmp_path / "hidden.pdf", ReportOptions(show_picture=False, left_out=("annex",)))
    assert "The image, reduced" not in "".join(page.extract_text() for page in PdfReader(hidden).pages)
    record_of_another = replace(record, source=replace(record.source, sha256="0" * 64))
    other, _ = write_report([(record_of_another, item[1])], tmp_path / "other.pdf", ReportOptions(left_out=("annex",)))
    assert "The image, reduced" not in "".join(page.extract_text() for page in PdfReader(other).pages)


def test_a_report_hashes_the_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo, read = tmp_path / "photo.jpg", []
    photo.write_bytes(with_thumbnail(small(Image.fromarray(IMAGE))))
    opened = open_image(bytes(photo), Limits())
    record = replace(make_record(heatmap=False), source=opened.identity, provenance=opened.provenance)

    def noted(raw_path: bytes, limits: Limits) -> tuple[FileIdentity, bytes]:
        read.append(raw_path)
        return read_file(raw_path, limits)

    monkeypatch.setattr("gauntlet_desktop.app.reports.read_file", noted)
    write_report([(record, opened.pixels)], tmp_path / "report.pdf", ReportOptions(left_out=("annex",)))
    assert read == [bytes(photo)]
