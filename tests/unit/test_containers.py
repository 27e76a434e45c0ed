"""The container walkers: metadata counts where the structure holds it and nowhere else."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from gauntlet_desktop.imaging.containers import walk
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Collector, Kind, is_c2pa_store

CONTAINERS = ("JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF")
XMP_PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
STORE = (
    struct.pack(">I4sI4s", 46, b"jumb", 30, b"jumd")
    + bytes.fromhex("6332706100110010800000aa00389b71")
    + b"\x03c2pa\0"
    + bytes(8)
)

C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def found_in(data: bytes, container: str, limits: Limits | None = None) -> Collector:
    return walk(data, container, limits or Limits())


def picture(container: str, **options: object) -> bytes:
    """A small picture with a camera's make in its EXIF, saved by Pillow."""
    exif = Image.Exif()
    exif[271] = "Maker"
    stream = io.BytesIO()
    image = Image.effect_noise((40, 30), 40).convert("P" if container == "GIF" else "RGB")
    image.save(stream, container, **({"exif": exif} if container not in ("GIF", "BMP") else {}) | options)
    return stream.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + segment(marker, payload) + jpeg[2:]


def box(name: bytes, *content: bytes) -> bytes:
    """A box of HEIF or AVIF."""
    payload = b"".join(content)
    return struct.pack(">I", len(payload) + 8) + name + payload


def with_items(count: int, payload: bytes) -> bytes:
    """An AVIF with so many EXIF items more, which all lie at the same bytes behind it."""
    avif = picture("AVIF")
    entries = [box(b"infe", b"\2\0\0\0", struct.pack(">HH", item, 0), b"Exif\0") for item in range(count)]
    types = box(b"iinf", bytes(4), struct.pack(">H", count), *entries)
    places = [struct.pack(">HHHII", item, 0, 1, len(avif) + 8, len(payload)) for item in range(count)]
    located = box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", count), *places)
    return avif + box(b"free", payload) + box(b"meta", bytes(4), types, located)


def chunk(name: bytes, payload: bytes, crc_error: int = 0) -> bytes:
    crc = zlib.crc32(name + payload) ^ crc_error
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", crc)


def with_chunk(png: bytes, new_chunk: bytes, after_data: bool = False) -> bytes:
    position = len(png) - 12 if after_data else 33
    return png[:position] + new_chunk + png[position:]


def kinds(found: Collector) -> list[str]:
    return [block.kind.value for block in found.blocks]


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exif_and_xmp_are_found_in_every_container(container: str) -> None:
    options: dict[str, object] = {"xmp": XMP_PACKET}
    if container == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP_PACKET.decode())
        options = {"pnginfo": info}
    found = found_in(picture(container, **options), container)
    assert found.warnings == []
    assert sorted(kinds(found)) == ["EXIF", "XMP"]
    assert found.of_kind(Kind.XMP)[0].untrusted_payload == XMP_PACKET
    assert found.of_kind(Kind.EXIF)[0].untrusted_payload[:2] in (b"II", b"MM")


def test_tiff_entries_are_found_and_the_file_itself_is_the_exif_block() -> None:
    data = picture("TIFF", tiffinfo={700: XMP_PACKET})
    found = found_in(data, "TIFF")
    assert found.of_kind(Kind.XMP)[0].untrusted_payload == XMP_PACKET
    assert found.of_kind(Kind.EXIF)[0].untrusted_payload is data


def test_gif_comment_is_read() -> None:
    found = found_in(picture("GIF", comment=b"hello " * 80), "GIF")
    assert [(block.key, block.untrusted_payload) for block in found.blocks] == [("comment", b"hello " * 80)]


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_appended_bytes_change_nothing_but_a_warning(container: str) -> None:
    data = picture(container)
    before, after = found_in(data, container), found_in(data + b"c2pa jumb XMP", container)
    assert before.warnings == []
    assert after.blocks == before.blocks
    assert after.warnings == ["13 bytes follow the end of the image."]


def test_appended_bytes_of_avif_are_reported() -> None:
    assert found_in(picture("AVIF") + b"\0\0\0\7junk", "AVIF").warnings == ["8 bytes follow the end of the image."]


def test_a_list_of_items_without_content_at_the_end_of_the_file_is_passed_over() -> None:
    avif = picture("AVIF")
    more = found_in(avif + box(b"meta", bytes(4), box(b"iinf")), "AVIF")
    assert more.blocks == found_in(avif, "AVIF").blocks and more.warnings == []


def test_items_in_vain_at_the_same_bytes_cannot_be_asked_for_again_and_again() -> None:
    limits = Limits(metadata_bytes=10_000)
    few, many = (found_in(with_items(count, bytes(2_000)), "AVIF", limits).warnings for count in (3, 100))
    assert len(few) == 3 and all("has no TIFF header" in warning for warning in few)
    assert len(many) == 5 and "beyond the limit of bytes" in many[-1]


def test_the_manifest_store_of_an_avif_is_seen_in_its_own_box() -> None:
    avif = picture("AVIF")
    uuid = C2PA_UUID + bytes(4)
    signed = found_in(avif + box(b"uuid", uuid, b"manifest\0", bytes(8), STORE), "AVIF")
    assert [block.location for block in signed.of_kind(Kind.C2PA)] == [f"uuid box at byte {len(avif)}"]
    assert not found_in(avif + box(b"uuid", uuid, b"merkle\0", bytes(8), STORE), "AVIF").of_kind(Kind.C2PA)


def test_one_appended_byte_is_in_the_singular() -> None:
    assert found_in(picture("JPEG") + b"\0", "JPEG").warnings == ["1 byte follows the end of the image."]


def test_further_pictures_of_a_multi_picture_file_are_told_apart_from_appended_bytes() -> None:
    first, second = picture("JPEG"), picture("JPEG")
    (warning,) = found_in(first + second, "MPO").warnings
    assert warning.startswith(f"{len(second)} bytes follow the end of the first image")


def test_manifest_stores_count_only_in_their_own_place() -> None:
    assert is_c2pa_store(STORE)
    jumbf = b"JP" + struct.pack(">HI", 1, 1) + STORE
    signed = found_in(with_segment(picture("JPEG"), 0xEB, jumbf), "JPEG")
    assert [block.location for block in signed.of_kind(Kind.C2PA)] == ["JPEG APP11 at byte 2"]
    for marker, payload in ((0xFE, jumbf), (0xFE, b"c2pa"), (0xEB, b"c2pa"), (0xE1, STORE)):
        assert not found_in(with_segment(picture("JPEG"), marker, payload), "JPEG").of_kind(Kind.C2PA)


def test_png_manifest_store_is_seen_and_an_unusual_place_reported() -> None:
    png = picture("PNG")
    assert found_in(with_chunk(png, chunk(b"caBX", STORE)), "PNG").of_kind(Kind.C2PA)
    late = found_in(with_chunk(png, chunk(b"caBX", STORE), after_data=True), "PNG")
    assert late.of_kind(Kind.C2PA) and "after the image data" in late.warnings[0]
    fake = found_in(with_chunk(png, chunk(b"caBX", b"c2pa")), "PNG")
    assert not fake.of_kind(Kind.C2PA) and "holds no C2PA manifest store" in fake.warnings[0]


def test_png_chunk_with_a_wrong_checksum_is_left_out() -> None:
    found = found_in(with_chunk(picture("PNG"), chunk(b"tEXt", b"parameters\0Steps: 1", crc_error=1)), "PNG")
    assert kinds(found) == ["EXIF"]
    assert "fails its checksum" in found.warnings[0]


def test_png_text_in_all_three_forms() -> None:
    png = picture("PNG")
    plain = chunk(b"tEXt", b"a\0caf\xe9")
    packed = chunk(b"zTXt", b"b\0\0" + zlib.compress(b"caf\xe9"))
    international = chunk(b"iTXt", b"c\0\1\0fr\0cle\0" + zlib.compress("café".encode()))
    found = found_in(with_chunk(png, plain + packed + international), "PNG")
    texts = [(block.key, block.untrusted_payload.decode()) for block in found.of_kind(Kind.TEXT)]
    assert texts == [("a", "café"), ("b", "café"), ("c", "café")]


def test_decompression_bombs_are_refused_and_cannot_be_repeated() -> None:
    bomb = chunk(b"zTXt", b"b\0\0" + zlib.compress(bytes(64 << 20)))
    found = found_in(with_chunk(picture("PNG"), bomb * 200), "PNG")
    assert not found.of_kind(Kind.TEXT)
    assert any("inflates beyond the limit" in warning for warning in found.warnings)
    assert any("beyond the limit of bytes" in warning for warning in found.warnings)


def test_extended_xmp_is_joined_when_whole_and_refused_when_altered() -> None:
    packet = XMP_PACKET * 3000
    guid = hashlib.md5(packet, usedforsecurity=False).hexdigest().upper().encode()
    parts = [packet[:60_000], packet[60_000:]]

    def part(index: int, data: bytes) -> bytes:
        head = guid + struct.pack(">II", len(packet), 60_000 * index)
        return segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + data)

    jpeg = picture("JPEG")
    whole = found_in(jpeg[:2] + part(1, parts[1]) + part(0, parts[0]) + jpeg[2:], "JPEG")
    assert whole.of_kind(Kind.XMP)[0].untrusted_payload == packet
    altered = found_in(jpeg[:2] + part(1, parts[1]) + part(0, b"!" + parts[0][1:]) + jpeg[2:], "JPEG")
    assert not altered.of_kind(Kind.XMP) and "incomplete or altered" in altered.warnings[0]


def test_a_text_chunk_beyond_the_limit_is_left_out() -> None:
    png = with_chunk(picture("PNG"), chunk(b"tEXt", b"k\0" + bytes(6000)))
    found = found_in(png, "PNG", Limits(metadata_bytes=5000))
    assert kinds(found) == ["EXIF"] and "larger than the limit" in found.warnings[0]


def test_budgets_of_bytes_and_fields_hold() -> None:
    png = with_chunk(picture("PNG"), chunk(b"tEXt", b"k\0" + bytes(1000)) * 20)
    few = found_in(png, "PNG", Limits(metadata_fields=3))
    assert len(few.blocks) == 3 and "beyond the limit" in few.warnings[-1]
    small = found_in(png, "PNG", Limits(metadata_bytes=5000))
    assert sum(len(block.untrusted_payload) for block in small.blocks) <= 5000


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_that_is_cut_short_says_so(container: str) -> None:
    data = picture(container)
    assert any("cut short" in warning for warning in found_in(data[:-20], container).warnings)


def test_a_loop_of_tiff_directories_ends() -> None:
    loop = b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 256, 4, 1, 7, 8)
    assert kinds(found_in(loop, "TIFF")) == ["EXIF"]


def test_unknown_container_is_a_warning() -> None:
    assert found_in(b"", "ICO").warnings == ["Metadata is not read from this kind of file."]


@settings(deadline=None)
@given(st.sampled_from(CONTAINERS), st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(container: str, data: bytes) -> None:
    found_in(data, container)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CONTAINERS), st.data())
def test_mutated_files_never_raise_and_stay_within_the_budgets(container: str, data: st.DataObject) -> None:
    original = _ORIGINALS.setdefault(container, picture("JPEG" if container == "MPO" else _saved_as(container)))
    mutant = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    limits = Limits(metadata_bytes=10_000, metadata_fields=5)
    found = found_in(bytes(mutant), container, limits)
    copied = [block for block in found.blocks if len(block.untrusted_payload) != len(mutant)]
    assert len(found.blocks) <= 5
    assert sum(len(block.untrusted_payload) for block in copied) <= 10_000


_ORIGINALS: dict[str, bytes] = {}


def _saved_as(container: str) -> str:
    return "AVIF" if container == "HEIF" else container
