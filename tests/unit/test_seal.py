"""The digest that a report carries over its own bytes."""

from __future__ import annotations

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.reporting.pdf import render_pdf
from gauntlet_desktop.reporting.seal import Seal, Sealing, blank_keywords, read_seal
from gauntlet_desktop.reporting.twin import render_twin
from tests.factories import hostile_record, make_pixels, make_record

TWIN = hashlib.sha256(b"twin").hexdigest()


def sealed(*parts: bytes) -> bytes:
    file = io.BytesIO()
    sealing = Sealing.of_pdf(file)
    for part in parts:
        sealing.write(part)
    sealing.seal()
    return file.getvalue()


SMALL = sealed(b"%PDF-1.4 /Keywords (" + blank_keywords(TWIN).encode() + b") and so on %%EOF")
REPORT = render_pdf(make_record(), make_pixels(480, 640))


def test_a_report_is_sealed_and_names_its_twin() -> None:
    assert read_seal(REPORT) == Seal(hashlib.sha256(render_twin(make_record())).hexdigest(), intact=True)


@given(st.integers(0, len(SMALL) * 8 - 1))
def test_no_single_flipped_bit_of_a_sealed_file_goes_unseen(bit: int) -> None:
    changed = bytearray(SMALL)
    changed[bit // 8] ^= 1 << bit % 8
    found = read_seal(bytes(changed))
    assert found is None or not found.intact


@settings(max_examples=500)
@given(st.integers(0, len(REPORT) * 8 - 1))
def test_no_flipped_bit_of_a_real_report_goes_unseen(bit: int) -> None:
    changed = bytearray(REPORT)
    changed[bit // 8] ^= 1 << bit % 8
    found = read_seal(bytes(changed))
    assert found is None or not found.intact


@given(st.binary(min_size=1, max_size=40))
def test_nothing_can_be_appended_or_cut(more: bytes) -> None:
    for changed in (REPORT + more, more + REPORT, REPORT[: -len(more)]):
        found = read_seal(changed)
        assert found is None or not found.intact


def test_a_file_with_no_place_or_two_is_not_sealed() -> None:
    assert read_seal(b"%PDF-1.4") is None
    assert read_seal(SMALL + SMALL) is None
    for pdf in (b"%PDF-1.4", SMALL):
        with pytest.raises(ValueError, match="place"):
            sealed(pdf)


def test_a_report_in_parts_has_one_place_for_its_digest_too() -> None:
    field = b"/Keywords (" + blank_keywords(TWIN).encode() + b")"
    assert read_seal(sealed(b"%PDF-1.4 ", field, b"", b"and so on")) == Seal(TWIN, intact=True)
    for parts in ((field, b" ", field), (field, field.replace(b"0" * 64, b"1" * 64))):
        with pytest.raises(ValueError, match="place"):
            sealed(*parts)


@pytest.mark.parametrize("place", [0, 40, 120, 160, 189])
def test_a_file_that_does_not_hold_what_was_written_is_noticed(place: int) -> None:
    file = io.BytesIO()
    sealing = Sealing.of_pdf(file)
    sealing.write(b"%PDF-1.4 /Keywords (" + blank_keywords(TWIN).encode() + b") and so on %%EOF")
    sealing.seal()
    file.write(b"and a signature")
    assert sealing.reads_back()
    file.seek(place)
    byte = file.read(1)[0]
    file.seek(place)
    file.write(bytes([byte ^ 1]))
    assert not sealing.reads_back()
    file.truncate(100)
    assert not sealing.reads_back()


def test_names_cannot_pass_for_the_seal() -> None:
    assert read_seal(render_pdf(hostile_record(), make_pixels())) is not None
    posing = make_record(name=f"/Keywords ({blank_keywords(TWIN)})"[:100])
    found = read_seal(render_pdf(posing, make_pixels(480, 640)))
    assert found is not None
    assert found.intact
