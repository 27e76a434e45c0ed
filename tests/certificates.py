"""Keys and certificates of the tests' own, made anew for each run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from asn1crypto import pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSPHRASE = "correct horse"
Pair = tuple[RSAPrivateKey, x509.Certificate]


def make_certificate(name: str, issuer: Pair | None = None) -> Pair:
    """A certificate that signs documents; without an issuer it is an authority."""
    key = generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    authority = issuer is None
    usage = x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2100, 1, 1))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[0].public_key())
        builder = builder.add_extension(above, critical=False)
    return key, builder.sign(issuer[0] if issuer else key, hashes.SHA256())


def write_p12(path: Path, pair: Pair, above: Pair) -> Path:
    """A PKCS #12 file with a key, its certificate and the one above it."""
    path.write_bytes(make_p12(*pair, above[1]))
    return path


def make_p12(key: RSAPrivateKey | None, certificate: x509.Certificate | None, above: x509.Certificate) -> bytes:
    """The same, or one that lacks the key or its certificate."""
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    return serialize_key_and_certificates(b"signer", key, certificate, [above], protection)


def bare_p12(pair: Pair, above: Pair) -> bytes:
    """One without a passphrase and without the digest that a change of the file would break."""
    whole = pkcs12.Pfx.load(serialize_key_and_certificates(b"signer", *pair, [above[1]], NoEncryption()))
    bare: bytes = pkcs12.Pfx({"version": whole["version"], "auth_safe": whole["auth_safe"]}).dump()
    return bare


def write_pem(path: Path, pair: Pair) -> Path:
    """A certificate alone, as a user names those to trust."""
    path.write_bytes(pair[1].public_bytes(Encoding.PEM))
    return path
