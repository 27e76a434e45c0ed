"""C2PA manifests in their states, made here with keys made here, and read without any network."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.core.records import C2paState, Provenance
from gauntlet_desktop.imaging import c2pa_manifest
from gauntlet_desktop.imaging.c2pa_manifest import read_manifest
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.provenance import read_provenance
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList

TERM = "trainedAlgorithmicMedia"
URI = f"http://cv.iptc.org/newscodes/digitalsourcetype/{TERM}"
CREATED = {"action": "c2pa.created", "digitalSourceType": URI, "softwareAgent": {"name": "Test Model", "version": "2"}}
REMOTE = "https://manifest.invalid/a.c2pa"
CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1"
_START = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
_END = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)


class Authority:
    """A root certificate and one signing certificate under it, for this test run only."""

    def __init__(self) -> None:
        self._root_key, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = self._certificate("Test Root", self._root_key.public_key(), authority=True)
        leaf = self._certificate("Test Signer", self._key.public_key(), authority=False)
        self.root_pem = root.public_bytes(serialization.Encoding.PEM).decode()
        self._chain = leaf.public_bytes(serialization.Encoding.PEM) + self.root_pem.encode()

    def _certificate(self, name: str, key: ec.EllipticCurvePublicKey, authority: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(self._name(name))
            .issuer_name(self._name("Test Root"))
            .public_key(key)
            .serial_number(1 if authority else 2)
            .not_valid_before(_START)
            .not_valid_after(_END)
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(_key_usage(authority), critical=True)
        )
        if not authority:
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key())
            usage = x509.ExtendedKeyUsage([ObjectIdentifier(CLAIM_SIGNING)])
            builder = builder.add_extension(issuer, critical=False).add_extension(usage, critical=False)
        return builder.sign(self._root_key, hashes.SHA256())

    @staticmethod
    def _name(common_name: str) -> x509.Name:
        organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test Organisation")
        return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])

    def sign(
        self, image: bytes, container: str, actions: list[dict[str, Any]], remote: bool = False, edit: bool = False
    ) -> bytes:
        """The image with a signed manifest inside, or (`remote`) with the address of one; `edit` makes the image
        the parent of the result."""
        import c2pa

        private = serialization.PrivateFormat.PKCS8
        key = self._key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", self._chain, key, None))
        options = c2pa_manifest.settings("") | {"builder": {"thumbnail": {"enabled": False}}}
        options["verify"] = options["verify"] | {"verify_after_sign": False}
        manifest = {
            "claim_generator_info": [{"name": "Test Program", "version": "1.0"}],
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        }
        target = io.BytesIO()
        with c2pa.Context.from_dict(options, signer=signer) as context, c2pa.Builder(manifest, context) as builder:
            if edit:
                builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
            if remote:
                builder.set_no_embed()
                builder.set_remote_url(REMOTE)
            builder.sign(f"image/{container.lower()}", io.BytesIO(image), target)
        return target.getvalue()


def _key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def picture(container: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((48, 48), 30).convert("P" if container == "GIF" else "RGB").save(stream, container)
    return stream.getvalue()


def read(image: bytes, container: str = "JPEG", anchors: str = "") -> Provenance:
    return read_provenance(
        image,
        container,
        Limits(),
        TrustList(anchors, anchors.count("BEGIN CERT"), "2026-01-02", "ab" * 32) if anchors else NO_TRUST_LIST,
    )


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def signed(authority: Authority) -> Iterator[bytes]:
    yield authority.sign(picture("JPEG"), "JPEG", [CREATED])


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_every_container_holds_a_manifest_that_is_found(authority: Authority, container: str) -> None:
    provenance = read(authority.sign(picture(container), container, [CREATED]), container)
    assert provenance.c2pa.state is C2paState.VALID_UNTRUSTED
    assert provenance.digital_source_type == TERM


def test_a_plain_file_has_none() -> None:
    result = read(picture("JPEG")).c2pa
    assert (result.state, result.detail) == (C2paState.ABSENT, "The file holds no C2PA manifest store.")


def test_an_intact_manifest_of_an_unknown_signer(signed: bytes) -> None:
    provenance = read(signed)
    result = provenance.c2pa
    assert result.state is C2paState.VALID_UNTRUSTED
    assert "no trust list is installed" in result.detail and "Revocation was not checked" in result.detail
    assert (result.claim_generator, result.signer) == ("Test Program 1.0", "Test Organisation")
    assert (result.actions, result.digital_source_types) == (("c2pa.created",), (TERM,))
    assert provenance.generator == "Test Model 2 (C2PA action)"
    assert ("C2PA action", f"c2pa.created, Test Model 2, {TERM}") in [(f.name, f.value) for f in provenance.fields]


def test_a_signer_under_a_given_anchor_is_trusted(authority: Authority, signed: bytes) -> None:
    assert read(signed, anchors=authority.root_pem).c2pa.state is C2paState.VALID_TRUSTED


def test_a_signer_under_another_anchor_is_not(signed: bytes) -> None:
    result = read(signed, anchors=Authority().root_pem).c2pa
    assert result.state is C2paState.VALID_UNTRUSTED
    assert "does not chain to a given trust anchor" in result.detail


def test_anchors_that_cannot_be_read_do_not_blame_the_file(signed: bytes) -> None:
    assert read(signed, anchors="no certificate").c2pa.state is C2paState.VALID_UNTRUSTED


def test_any_change_of_the_picture_makes_it_invalid_and_its_claims_are_not_adopted(signed: bytes) -> None:
    changed = bytearray(signed)
    changed[-20] ^= 1
    for altered in (bytes(changed), signed + b"appended data"):
        provenance = read(altered)
        assert provenance.c2pa.state is C2paState.INVALID
        assert "assertion.dataHash.mismatch" in provenance.c2pa.detail
        assert provenance.c2pa.digital_source_types == (TERM,)
        assert (provenance.digital_source_type, provenance.generator) == ("", "")


def test_a_store_that_is_no_manifest_is_invalid(signed: bytes) -> None:
    start = signed.index(b"c2pa.signature")
    broken = signed[: start - 40] + bytes(60) + signed[start + 20 :]
    assert read(broken).c2pa.state is C2paState.INVALID


def test_the_origin_is_found_in_the_parent_of_a_converted_picture(authority: Authority, signed: bytes) -> None:
    provenance = read(authority.sign(signed, "JPEG", [], edit=True))
    assert provenance.c2pa.state is C2paState.VALID_UNTRUSTED
    assert provenance.c2pa.actions == ("c2pa.opened", "c2pa.created")
    assert (provenance.digital_source_type, provenance.generator) == (TERM, "Test Model 2 (C2PA action)")


def test_a_parent_that_was_altered_before_it_was_signed_again_lends_nothing(
    authority: Authority, signed: bytes
) -> None:
    changed = bytearray(signed)
    changed[-20] ^= 1
    provenance = read(authority.sign(bytes(changed), "JPEG", [], edit=True))
    assert provenance.c2pa.actions == ("c2pa.opened",)
    assert (provenance.digital_source_type, provenance.generator) == ("", "")
    ingredients = [field.value for field in provenance.fields if field.name == "C2PA ingredient"]
    assert len(ingredients) == 1 and "assertion.dataHash.mismatch" in ingredients[0]


def test_without_the_reader_the_store_is_reported_as_not_checked(
    signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    result = read(signed).c2pa
    assert result.state is C2paState.NOT_CHECKED
    assert "the reader is missing" in result.detail


def test_a_manifest_on_a_server_is_named_and_not_fetched(authority: Authority) -> None:
    remote = authority.sign(picture("JPEG"), "JPEG", [CREATED], remote=True)
    provenance = read(remote)
    assert provenance.c2pa.state is C2paState.ABSENT
    assert "names one on a server, which was not fetched" in provenance.c2pa.detail
    assert [field.value for field in provenance.fields] == [REMOTE]
    assert read_manifest(remote, "JPEG", "x").result.state is C2paState.INVALID


def test_the_network_is_switched_off_three_times() -> None:
    options = c2pa_manifest.settings("")
    assert options["verify"]["remote_manifest_fetch"] is False
    assert options["verify"]["ocsp_fetch"] is False
    assert options["core"]["allowed_network_hosts"] == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_reading_makes_no_network_call(authority: Authority, signed: bytes, tmp_path: Path) -> None:
    remote = authority.sign(picture("JPEG"), "JPEG", [CREATED], remote=True)
    names = ["signed.jpg", "remote.jpg"]
    for name, image in zip(names, (signed, remote), strict=True):
        (tmp_path / name).write_bytes(image)
    trace = tmp_path / "trace"
    program = (
        "import sys, pathlib\n"
        "from gauntlet_desktop.imaging.c2pa_manifest import read_manifest\n"
        "for name in sys.argv[1:]: read_manifest(pathlib.Path(name).read_bytes(), 'JPEG', 'x')\n"
    )
    command = ["strace", "-f", "-e", "trace=socket,connect", "-o", str(trace), sys.executable, "-c", program, *names]
    completed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    if completed.returncode and b"ptrace" in completed.stderr.lower():
        pytest.skip("tracing is not permitted here")
    assert completed.returncode == 0, completed.stderr
    calls = [line for line in trace.read_text().splitlines() if "socket(" in line or "connect(" in line]
    assert calls == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_mutated_stores_never_raise(signed: bytes, data: st.DataObject) -> None:
    mutant = bytearray(signed)
    for _ in range(data.draw(st.integers(1, 10))):
        mutant[data.draw(st.integers(20, 4000))] = data.draw(st.integers(0, 255))
    assert read(bytes(mutant)).c2pa.state in C2paState


@pytest.mark.parametrize(
    ("family", "state"),
    [
        ("*-A.jpg", C2paState.ABSENT),
        ("*-I.jpg", C2paState.ABSENT),
        ("*__manifests__*", C2paState.ABSENT),
        ("*-C.jpg", C2paState.VALID_UNTRUSTED),
        ("*220124-C*CA.jpg", C2paState.VALID_UNTRUSTED),
        ("*220124-E-*.jpg", C2paState.INVALID),
        ("*-XCA.jpg", C2paState.INVALID),
        ("dalle3-c2pa-*.webp", C2paState.VALID_UNTRUSTED),
        ("*openai-fresh*", C2paState.VALID_UNTRUSTED),
    ],
)
def test_published_files_have_their_states(shared_dir: Path, family: str, state: C2paState) -> None:
    containers = {b"\xff\xd8": "JPEG", b"\x89P": "PNG", b"RI": "WEBP"}
    paths = [path for path in (shared_dir / "fixtures" / "provenance").glob(family) if "CIE" not in path.name]
    assert paths
    for path in paths:
        untrusted = path.read_bytes()
        assert read(untrusted, containers[untrusted[:2]]).c2pa.state is state, path.name
