"""Signed reports: intact, altered anywhere, stripped, signed by others, and appended to."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyhanko")

from pypdf import PdfReader, PdfWriter

from gauntlet_desktop.app.checks import Check, State
from gauntlet_desktop.app.reports import ReportRequest, write_report
from gauntlet_desktop.app.signing import check_signature, load_signing, sign_pdf
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.seal import read_seal, sealed_length
from tests.certificates import PASSPHRASE, bare_p12, make_certificate, make_p12, write_p12, write_pem
from tests.factories import make_pixels, make_record

WHAT = "signature"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a signed report, its twin, its page, the signer's file and the authority's certificate."""
    folder = tmp_path_factory.mktemp("signed")
    authority = make_certificate("An Authority")
    p12 = write_p12(folder / "examiner.p12", make_certificate("A. Examiner", authority), authority)
    write_pem(folder / "authority.pem", authority)
    request = ReportRequest(html=True, signing=load_signing(p12, PASSPHRASE))
    write_report([(make_record(), make_pixels(120, 160))], folder / "report.pdf", ReportOptions(), request)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """The same, to tamper with."""
    shutil.copytree(original, tmp_path / "copy")
    return tmp_path / "copy"


def checks_of(folder: Path, authorities: str = "") -> dict[str, Check]:
    request = VerifyRequest(authorities=folder / authorities if authorities else None)
    return {check.what: check for check in verify(folder / "report.pdf", request)}


def test_an_intact_signature_names_its_signer_and_the_seal_stands(original: Path) -> None:
    found = checks_of(original)
    assert {found[what].state for what in ("report", "twin", "page", "twin of the page", WHAT)} == {State.IDENTICAL}
    assert "Intact, over the whole file, by Common Name: A. Examiner." in found[WHAT].detail
    assert "--ca" in found[WHAT].detail


def test_it_is_trusted_only_where_the_user_names_the_authority(original: Path, tmp_path: Path) -> None:
    assert checks_of(original, "authority.pem")[WHAT].state is State.IDENTICAL
    write_pem(original / "other.pem", make_certificate("An Authority"))
    refused = checks_of(original, "other.pem")[WHAT]
    assert refused.state is State.DIFFERS and "none that you trust" in refused.detail
    (tmp_path / "no.pem").write_bytes(b"no certificate")
    with pytest.raises(UserError, match="holds no certificates"):
        verify(original / "report.pdf", VerifyRequest(authorities=tmp_path / "no.pem"))


def test_signed_bytes_are_appended_and_the_report_says_who_signs(original: Path) -> None:
    pdf = (original / "report.pdf").read_bytes()
    length = sealed_length(pdf)
    seal = read_seal(pdf[:length])
    assert length < len(pdf) and seal is not None and seal.intact
    twin = json.loads((original / "report.json").read_text(encoding="utf-8"))
    assert twin["report"]["signer"]["subject"] == "Common Name: A. Examiner"
    assert "Signed with the certificate of Common Name: A. Examiner" in " ".join(
        PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()
    )


def test_a_stripped_signature_is_found(folder: Path) -> None:
    pdf = (folder / "report.pdf").read_bytes()
    (folder / "report.pdf").write_bytes(pdf[: sealed_length(pdf)])
    found = checks_of(folder)
    assert found["report"].state is State.IDENTICAL
    assert found[WHAT].state is State.DIFFERS and "the signature is gone" in found[WHAT].detail


def test_a_signature_by_another_certificate_is_found(folder: Path) -> None:
    pdf = (folder / "report.pdf").read_bytes()
    authority = make_certificate("An Authority")
    other = load_signing(write_p12(folder / "b.p12", make_certificate("A. Examiner", authority), authority), PASSPHRASE)
    (folder / "report.pdf").write_bytes(sign_pdf(pdf[: sealed_length(pdf)], other))
    found = checks_of(folder)[WHAT]
    assert found.state is State.DIFFERS and "another certificate than the report names" in found.detail


def test_a_signature_that_the_twin_does_not_name_is_found(original: Path, tmp_path: Path) -> None:
    write_report([(make_record(), None)], tmp_path / "report.pdf", ReportOptions())
    plain = (tmp_path / "report.pdf").read_bytes()
    signing = load_signing(original / "examiner.p12", PASSPHRASE)
    (tmp_path / "report.pdf").write_bytes(sign_pdf(plain, signing))
    assert checks_of(tmp_path)[WHAT].state is State.DIFFERS


def test_an_edit_after_signing_is_found(folder: Path) -> None:
    writer = PdfWriter(io.BytesIO((folder / "report.pdf").read_bytes()), incremental=True)
    writer.add_metadata({"/Title": "Another title"})
    with (folder / "report.pdf").open("wb") as file:
        writer.write(file)
    found = checks_of(folder)[WHAT]
    assert found.state is State.DIFFERS and "does not cover the whole file" in found.detail


def test_mutations_anywhere_are_all_found(folder: Path) -> None:
    """Most of them in what a signature cannot cover: its own bytes, and the room after them."""
    path, rng = folder / "report.pdf", np.random.default_rng(3)
    untouched = path.read_bytes()
    start = untouched.index(b"/Contents <", sealed_length(untouched)) + len(b"/Contents <")
    places = [*rng.integers(start, start + 4400, 60), *rng.integers(0, len(untouched), 30), len(untouched) - 1]
    for place in places:
        data = bytearray(untouched)
        data[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(data)
        found = checks_of(folder)
        assert State.DIFFERS in {found["report"].state, found[WHAT].state}, place


def test_a_wrong_passphrase_or_file_is_a_user_error(original: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the passphrase is another one"):
        load_signing(original / "examiner.p12", "wrong")
    (tmp_path / "no.p12").write_bytes(b"no key")
    with pytest.raises(UserError, match="no PKCS #12 file"):
        load_signing(tmp_path / "no.p12", "")
    with pytest.raises(UserError, match="cannot be read"):
        load_signing(tmp_path / "none.p12", "")


def test_a_file_without_the_key_or_its_certificate_is_a_user_error(tmp_path: Path) -> None:
    """As one exports it from a browser that keeps the key to itself."""
    key, certificate = make_certificate("A. Examiner")
    above = make_certificate("An authority")[1]
    for lacking in (make_p12(None, certificate, above), make_p12(key, None, above)):
        (tmp_path / "half.p12").write_bytes(lacking)
        with pytest.raises(UserError, match="no PKCS #12 file with a key and its certificate"):
            load_signing(tmp_path / "half.p12", PASSPHRASE)


def test_damage_that_no_digest_of_the_file_shows_is_a_user_error(tmp_path: Path) -> None:
    authority = make_certificate("An authority")
    data = bare_p12(make_certificate("A. Examiner", authority), authority)
    path, rng = tmp_path / "bare.p12", np.random.default_rng(4)
    path.write_bytes(data)
    assert "A. Examiner" in load_signing(path, "").signer.subject
    for place in rng.integers(len(data), size=200):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << int(rng.integers(8))]) + data[place + 1 :])
        with suppress(UserError):
            load_signing(path, "")


def test_a_passphrase_is_in_no_representation(original: Path) -> None:
    assert "SimpleSigner" not in repr(load_signing(original / "examiner.p12", PASSPHRASE))


def test_a_pdf_without_a_signature_is_said(original: Path) -> None:
    pdf = (original / "report.pdf").read_bytes()
    plain = pdf[: sealed_length(pdf)]
    found = check_signature(plain, len(plain))
    assert found == replace(found, signer=None, problems=("It has 0 signatures, not one.",))
