"""Text in the lowest bits of an alpha channel: read only behind its signature, within bounds, and never believed."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.core.records import FileIdentity, Provenance
from gauntlet_desktop.imaging.limits import MIB, Limits
from gauntlet_desktop.imaging.metadata_blocks import Collector, Kind
from gauntlet_desktop.imaging.opened import examine
from gauntlet_desktop.imaging.stealth import Hidden, hidden_blocks, hidden_in
from tests.images import encoded, pixels
from tests.unit.test_generators import A1111

COMMENT = {"steps": 28, "seed": 7, "sampler": "k_euler", "prompt": "a cat"}
NOVELAI = {
    "Software": "NovelAI",
    "Source": "NovelAI Diffusion V4",
    "Description": "a cat",
    "Comment": json.dumps(COMMENT),
}
CUT = "The lowest bits of the alpha channel announce hidden text, which is cut off or damaged."


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def hide(payload: bytes, signature: bytes = b"stealth_pngcomp", bits: int | None = None) -> Image.Image:
    """A picture with a payload down the columns of its alpha channel."""
    picture = np.dstack([pixels(90, 120), np.full((90, 120), 255, dtype=np.uint8)])
    head = signature + (8 * len(payload) if bits is None else bits).to_bytes(4, "big")
    written = np.unpackbits(np.frombuffer(head + payload, dtype=np.uint8))
    alpha = picture[..., 3].T.copy().reshape(-1)
    room = min(len(written), len(alpha))
    alpha[:room] = (alpha[:room] & 0xFE) | written[:room]
    picture[..., 3] = alpha.reshape(120, 90).T
    return Image.fromarray(picture, "RGBA")


def read(picture: Image.Image, container: str = "PNG", **options: object) -> Provenance:
    data = encoded(picture, container, **options)
    source = FileIdentity("/x", b"/x", "x", len(data), "00", 0)
    return examine(source, data, Limits()).provenance


@pytest.mark.parametrize(("container", "options"), [("PNG", {}), ("WEBP", {"lossless": True, "exact": True})])
def test_a_generators_hidden_text_is_read_and_each_value_says_where_it_stands(
    container: str, options: dict[str, object]
) -> None:
    found = read(hide(packed(json.dumps(NOVELAI))), container, **options)
    assert found.generator == "NovelAI (alpha channel, lowest bits Comment)"
    shown = {field.name: field for field in found.fields}
    assert shown["Generation: model"].value == "NovelAI Diffusion V4"
    assert shown["Generation: seed"].value == "7"
    assert shown["Hidden text: Software"].value == "NovelAI"
    assert all("alpha channel, lowest bits" in field.location and not field.signed for field in found.fields)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("signature", "payload"), [(b"stealth_pnginfo", A1111.encode()), (b"stealth_pngcomp", packed(A1111))]
)
def test_a_web_uis_hidden_text_is_read_in_both_forms(signature: bytes, payload: bytes) -> None:
    found = read(hide(payload, signature))
    assert found.generator == "AUTOMATIC1111 (alpha channel, lowest bits parameters)"


def test_without_the_signature_nothing_is_read() -> None:
    plain = read(hide(packed(json.dumps(NOVELAI)), b"stealth_pngcomq"))
    assert (plain.generator, plain.fields, plain.warnings) == ("", (), ())
    assert hidden_in(hide(packed(A1111)).convert("RGB")) is None
    assert hidden_in(Image.new("RGBA", (3, 3))) is None


def test_text_in_the_files_own_chunks_comes_first() -> None:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", A1111)
    found = read(hide(packed(json.dumps(NOVELAI))), pnginfo=info)
    assert found.generator == "AUTOMATIC1111 (PNG tEXt parameters)"
    assert "Hidden text: Comment" in {field.name for field in found.fields}


@pytest.mark.parametrize(
    ("payload", "bits"),
    [
        (packed(A1111)[:-9], None),
        (b"\x1f\x8b" + bytes(40), None),
        (b"no gzip", None),
        (packed(A1111), 0),
        (packed(A1111), 12),
        (packed(A1111), 0xFFFFFFFF),
        (packed(A1111), 90 * 120 * 8),
        (gzip.compress(b"\xff\xfe\xfa", mtime=0), None),
        (packed(json.dumps({"Comment": COMMENT})), None),
        (packed(""), None),
    ],
)
def test_what_is_cut_off_or_damaged_is_said_and_lends_nothing(payload: bytes, bits: int | None) -> None:
    found = read(hide(payload, bits=bits))
    assert (found.generator, found.fields, found.warnings) == ("", (), (CUT,))


def test_a_bomb_is_refused_in_little_memory() -> None:
    bomb = gzip.compress(bytes(64 << 20))
    collector = Collector(Limits())
    tracemalloc.start()
    hidden_blocks(Hidden(True, bomb), collector)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert collector.warnings == [CUT]
    assert peak < 16 * MIB


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_nesting_without_end_is_one_text(text: str) -> None:
    collector = Collector(Limits())
    hidden_blocks(Hidden(True, packed(text)), collector)
    assert [block.key for block in collector.blocks] == ["parameters"]


def test_many_texts_are_bounded() -> None:
    collector = Collector(Limits())
    hidden_blocks(Hidden(True, packed(json.dumps({str(n): "x" for n in range(1000)}))), collector)
    assert len(collector.of_kind(Kind.HIDDEN)) == 20


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.booleans(), st.integers(1, 12))
def test_what_is_hidden_is_found_in_pictures_of_any_height(text: str, pack: bool, height: int) -> None:
    payload = packed(text) if pack else text.encode("utf-8", "replace")
    head = (b"stealth_pngcomp" if pack else b"stealth_pnginfo") + (8 * len(payload)).to_bytes(4, "big")
    bits = np.unpackbits(np.frombuffer(head + payload, dtype=np.uint8))
    width = -(-len(bits) // height)
    alpha = np.pad(bits, (0, width * height - len(bits))).reshape(width, height).T
    picture = Image.fromarray(np.dstack([np.zeros((height, width, 3), dtype=np.uint8), alpha]), "RGBA")
    assert hidden_in(picture) == Hidden(pack, payload)


@settings(deadline=None)
@given(st.booleans(), st.none() | st.binary(max_size=200))
def test_arbitrary_payloads_never_raise(pack: bool, payload: bytes | None) -> None:
    collector = Collector(Limits())
    hidden_blocks(Hidden(pack, payload), collector)
    assert bool(collector.blocks) != bool(collector.warnings)


def test_files_of_other_kinds_are_read_as_before() -> None:
    stream = io.BytesIO()
    Image.fromarray(pixels()).save(stream, "JPEG")
    assert examine(FileIdentity("/x", b"/x", "x", 1, "00", 0), stream.getvalue(), Limits()).provenance.fields == ()
