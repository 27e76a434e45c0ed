"""Signs a report with a certificate from a file, and checks such a signature, offline (extra `sign`).

A report is sealed first and signed last: the signature is appended to the sealed bytes, which stay as they are, and
covers all of them. The time that the signature states is this machine's, and nobody has confirmed it.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.reporting.options import Signer

_FIELD = "Signature"
_FILE_BYTES = 1 << 20
_SUBJECT = 300
# Room for the signature, in bytes: a chain of a few certificates of the usual sizes takes half of it.
_RESERVED = 16384
_CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]*)>")


@dataclass(frozen=True, slots=True)
class Signing:
    """A key and its certificates, and whose they are."""

    signer: Signer
    key: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What a signature is worth: `problems` are sentences, none where it is intact and covers the whole file.
    `trusted`: whether its certificate leads to one that the user named; None where none was named."""

    signer: Signer | None
    problems: tuple[str, ...]
    trusted: bool | None = None


def load_signing(path: Path, passphrase: str) -> Signing:
    """The key and the certificates in a PKCS #12 file (.p12, .pfx). Raises UserError, and EnvironmentFault without the
    extra."""
    _needed()
    from pyhanko.sign.signers import SimpleSigner

    data = _read(path)
    try:
        with _quiet():
            loaded = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=passphrase.encode() or None)
        return Signing(_signer_of(loaded.signing_cert, loaded.cert_registry), loaded)
    except (ValueError, AttributeError, TypeError) as error:  # pyHanko asks nothing of a key that is not there
        raise UserError(
            "certificate_refused",
            phrase(
                "{file} cannot be opened: it is no PKCS #12 file with a key and its certificate, or the "
                "passphrase is another one.",
                file=path.name,
            ),
            "Check the file and the passphrase.",
        ) from error


def sign_pdf(pdf: bytes, signing: Signing) -> bytes:
    """The same PDF with a signature appended that allows no later change."""
    file = io.BytesIO(pdf)
    sign_file(file, signing)
    return file.getvalue()


def sign_file(file: BinaryIO, signing: Signing) -> None:
    """The same for a PDF in a file that is open for reading and writing."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    meta = PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    file.seek(0)
    with _quiet():
        signer = PdfSigner(meta, signer=signing.key)
        signer.sign_pdf(IncrementalPdfFileWriter(file), in_place=True, bytes_reserved=_RESERVED)


def check_signature(pdf: bytes, sealed_length: int, authorities: Path | None = None) -> SignatureCheck:
    """What the signature after the first `sealed_length` bytes is worth. `authorities` is a PEM file of certificates
    that the user trusts. Raises EnvironmentFault without the extra."""
    _needed()
    roots = [] if authorities is None else _certificates(authorities)
    try:
        with _quiet():
            return _checked(pdf, sealed_length, roots, named=authorities is not None)
    except (UserError, EnvironmentFault):
        raise
    except Exception as error:  # noqa: BLE001 - a damaged signature makes its reader raise anything
        return SignatureCheck(None, (f"The signature cannot be read ({type(error).__name__}).",))


def _checked(pdf: bytes, sealed_length: int, roots: list[Any], *, named: bool) -> SignatureCheck:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(found) != 1:
        return SignatureCheck(None, (f"It has {len(found)} signatures, not one.",))
    status = validate_pdf_signature(
        found[0],
        ValidationContext(trust_roots=roots, allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
    )
    problems = [
        *([] if status.intact else ["Its bytes were changed after it was signed."]),
        *([] if status.valid else ["The signature is not that of the certificate's key."]),
        *([] if status.coverage is SignatureCoverageLevel.ENTIRE_FILE else ["It does not cover the whole file."]),
        *([] if _is_canonical(pdf[sealed_length:], found[0]) else ["The signature was altered."]),
    ]
    signer = _signer_of(status.signing_cert, found[0].other_embedded_certs)
    return SignatureCheck(signer, tuple(problems), bool(status.trusted) if named else None)


def _is_canonical(tail: bytes, found: Any) -> bool:
    """Whether the signature's own bytes, which it cannot cover, stand there in the one way that they are written: in
    capitals, with zeros after them, and without anything that nobody signed."""
    from asn1crypto import cms

    contents = _CONTENTS.findall(tail)
    if len(contents) != 1:
        return False
    envelope = cms.ContentInfo.load(bytes.fromhex(contents[0].decode()))
    written = envelope.dump(force=True).hex().upper().encode()
    signed = found.signed_data
    algorithms = [each["algorithm"].native for each in signed["digest_algorithms"]]
    return bool(
        contents[0] == written.ljust(len(contents[0]), b"0")
        and algorithms == ["sha256"]
        and signed["version"].native == "v1"
        and found.signer_info["version"].native == "v1"
        and not found.signer_info["unsigned_attrs"].native
    )


def _signer_of(certificate: Any, others: Iterable[Any]) -> Signer:
    digests = sorted(hashlib.sha256(each.dump()).hexdigest() for each in others if each.dump() != certificate.dump())
    own = hashlib.sha256(certificate.dump()).hexdigest()
    return Signer(visible(certificate.subject.human_friendly, _SUBJECT), own, tuple(digests))


def _certificates(path: Path) -> list[Any]:
    from asn1crypto import pem, x509

    data = _read(path)
    try:
        return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]
    except ValueError as error:
        raise UserError(
            "certificate_refused", phrase("{file} holds no certificates in PEM.", file=path.name), "Name another."
        ) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES)
    except OSError as error:
        raise UserError(
            "certificate_unreadable",
            phrase("{file} cannot be read ({reason}).", file=path.name, reason=system_reason(error)),
            "Name another file.",
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """pyHanko logs what the caller is told anyway, and warns of what it will change."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _needed() -> None:
    try:
        import pyhanko  # noqa: F401
    except ImportError as error:
        raise EnvironmentFault(
            "sign_missing",
            "Signatures need the extra “sign”, which is not installed.",
            "pip install 'gauntlet-desktop[sign]'",
        ) from error
