"""Targets for single blocks of metadata: EXIF, XMP, IPTC, generators' texts, hidden texts, manifests, trust lists."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from fuzz.target import Target, in_file, in_json, in_text, is_shown
from gauntlet_desktop.app.trust import TRUST_LIST_NAME, installed_trust_list
from gauntlet_desktop.core.declarations import C2paManifest, ProvenanceField
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.imaging import generators, stealth
from gauntlet_desktop.imaging.c2pa_manifest import read_manifest
from gauntlet_desktop.imaging.c2pa_tree import manifest_tree
from gauntlet_desktop.imaging.embedded import Embedded, bounded, compared, in_exif
from gauntlet_desktop.imaging.exif import read_exif
from gauntlet_desktop.imaging.iptc import read_iptc
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Collector, Kind
from gauntlet_desktop.imaging.raw_profiles import profile_name, read_profile
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList
from gauntlet_desktop.imaging.xmp import read_xmp
from tests.images import jpeg, pixels
from tests.images import picture as drawn
from tests.unit import test_generators as forms
from tests.unit.test_c2pa import CREATED, Authority, picture
from tests.unit.test_c2pa_tree import naming, store
from tests.unit.test_embedded import exif_block, small
from tests.unit.test_exif import block_of
from tests.unit.test_iptc import DATA as IPTC
from tests.unit.test_iptc import resource
from tests.unit.test_raw_profiles import XMP_HEAD, digits
from tests.unit.test_raw_profiles import exif as raw_exif
from tests.unit.test_stealth import NOVELAI, packed
from tests.unit.test_xmp import URI, packet

_LIMITS = Limits(metadata_bytes=1 << 20)
_IMAGE = pixels(40, 30)
_PLACE = "a block"


def _shown(fields: Iterable[ProvenanceField]) -> None:
    """What goes into records: bounded texts without anything invisible."""
    for field in fields:
        assert is_shown(field.value) and len(field.value) <= 9 * _LIMITS.text_characters


def _exif(untrusted: bytes) -> None:
    block = Block(Kind.EXIF, _PLACE, untrusted)
    facts = read_exif(block, _LIMITS)
    _shown(facts.fields)
    generators.from_user_comment(facts.untrusted_comment, _PLACE, facts.untrusted_note)
    generators.from_camera_tags(facts.untrusted_make, facts.untrusted_model, _PLACE, facts.untrusted_description)
    assert len(compared(bounded(in_exif([block])), _IMAGE, 6)) <= 4


def _xmp(untrusted: bytes) -> None:
    facts = read_xmp(Block(Kind.XMP, _PLACE, untrusted), _LIMITS)
    _shown(facts.fields)
    generators.from_xmp_comment(facts.untrusted_comment, _PLACE)


def _iptc(untrusted: bytes) -> None:
    _shown(read_iptc(Block(Kind.IPTC, _PLACE, untrusted), _LIMITS))


def _raw_profile(untrusted: bytes) -> None:
    for name in ("exif", "app1", "xmp", "iptc", "8bim"):
        assert profile_name(f"Raw profile type {name.upper()}") == name
        found = read_profile(untrusted, name)
        assert found is None or len(found[1]) <= len(untrusted)


def _texts(untrusted: bytes) -> None:
    """Texts of a PNG: keyword, line feed, text, with NULs between them."""
    pairs = [part.partition(b"\n") for part in untrusted.split(b"\0")]
    blocks = [Block(Kind.TEXT, _PLACE, text, key.decode("latin-1")) for key, _, text in pairs]
    found = generators.from_text_blocks(blocks)
    if found is not None:
        _shown(found.fields)


def _comment(text: str) -> None:
    for found in (
        generators.from_user_comment(text, _PLACE, "fooocus"),
        generators.from_xmp_comment(text, _PLACE),
        generators.from_camera_tags(f"workflow:{text}", f"prompt:{text}", _PLACE, text),
        generators.from_names([ProvenanceField("Software", text, _PLACE)]),
    ):
        if found is not None:
            _shown(found.fields)


def _hidden(untrusted: bytes) -> None:
    for is_packed in (True, False):
        found = Collector(_LIMITS)
        stealth.hidden_blocks(stealth.Hidden(is_packed, untrusted), found)
        assert len(found.blocks) <= 20


def _alpha(untrusted: bytes) -> None:
    """Bytes in the lowest bits of an alpha channel."""
    bits = np.unpackbits(np.frombuffer(untrusted, np.uint8))[: 60 * 50]
    alpha = np.full(60 * 50, 254, np.uint8)
    alpha[: len(bits)] |= bits
    image = Image.merge("LA", [Image.new("L", (50, 60)), Image.fromarray(alpha.reshape(50, 60).T)])
    found = stealth.hidden_in(image)
    if found is not None:
        stealth.hidden_blocks(found, Collector(_LIMITS))


def _store(untrusted: bytes) -> None:
    """A whole JPEG with a manifest store."""
    manifest = read_manifest(untrusted, "JPEG", _PLACE)
    _shown(manifest.fields)
    assert len(manifest.thumbnails) <= 3
    compared(bounded(Embedded(each.name, each.location, each.untrusted) for each in manifest.thumbnails), _IMAGE)


def _tree(plain: Any) -> None:
    """What the library's reader says of a store."""
    if isinstance(plain, dict):
        tree = manifest_tree(plain)
        assert tree is None or from_plain(C2paManifest, to_plain(tree)) == tree


def _trust(path: Path) -> None:
    """A list of anchors: one that cannot be used costs no manifest."""
    found = installed_trust_list(path.parent)
    assert found == NO_TRUST_LIST or found.certificates > 0
    if found.pem:
        read_manifest(_signed()[0], "JPEG", _PLACE, TrustList(found.pem, found.certificates, found.date, found.sha256))


def _embedded(untrusted: bytes) -> None:
    (found,) = compared([Embedded("EXIF thumbnail", _PLACE, untrusted)], _IMAGE)
    assert found.similarity is None or -1.0 <= found.similarity <= 1.0


@functools.cache
def _signed() -> tuple[bytes, bytes, bytes]:
    """A signed picture, one that was signed twice, and the anchors."""
    authority = Authority()
    once = authority.sign(picture("JPEG"), "JPEG", [CREATED])
    return once, authority.sign(once, "JPEG", [], edit=True), authority.root_pem.encode()


def _exif_blocks() -> Iterator[bytes]:
    comment = b"UNICODE\0" + forms.A1111.encode("utf-16-le")
    yield block_of({271: "Maker", 272: "X100", 305: "Firmware 2"}, {0x9003: "2024:01:02 03:04:05", 0x9286: comment})
    yield block_of({270: "prompt:" + json.dumps(forms.NODES)}, {0x927C: b"fooocus"})
    yield exif_block(small(drawn(60, 80), 40))
    yield raw_exif().removeprefix(b"Exif\0\0")
    yield b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\0"


def _packets() -> Iterator[bytes]:
    yield packet("<dc:creator><rdf:Seq><rdf:li>x</rdf:li></rdf:Seq></dc:creator>", f'e:DigitalSourceType="{URI}"')
    yield b'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    yield packet("<a>" * 70 + "</a>" * 70)


def _profiles() -> Iterator[bytes]:
    yield digits("exif", raw_exif())
    yield digits("APP1", XMP_HEAD + packet(""))
    yield digits("iptc", resource(0x0404, IPTC), count=5)


def _text_seeds() -> Iterator[bytes]:
    for texts in (
        {"parameters": forms.A1111},
        {"prompt": json.dumps(forms.NODES), "workflow": json.dumps(forms.WORKFLOW)},
        {"parameters": json.dumps(forms.FOOOCUS), "fooocus_scheme": "fooocus"},
        {"invokeai_metadata": json.dumps(forms.INVOKE), "invokeai_graph": json.dumps(forms.INVOKE_GRAPH)},
        {"Dream": '"a cat" -s 50 -S 1 -W512 -H512 -C7.5 -A k_lms'},
        {"sd-metadata": json.dumps(forms.INVOKE_2), "Dream": '"a cat" -s 50 -S 1 -W512 -H512 -C7.5 -A k_lms'},
        {"parameters": json.dumps(forms.SWARM)},
        forms.NOVELAI,
        {"Description": f"a cat {forms.JOB}", "Author": "somebody"},
    ):
        yield b"\0".join(f"{key}\n{text}".encode() for key, text in texts.items())


def _comments() -> Iterator[bytes]:
    for document in (forms.NODES, forms.WORKFLOW, forms.FOOOCUS, forms.SWARM, forms.DRAW_THINGS):
        yield json.dumps(document).encode()
    yield forms.A1111.encode()
    yield b"Midjourney v6"


def _trees() -> Iterator[bytes]:
    action = {**CREATED, "when": "2025", "parameters": {"a": {"b": [1, "c"]}}}
    assertions = [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]
    signed = {
        "title": "a",
        "claim_generator_info": [{"name": "x", "version": "1"}],
        "signature_info": {"issuer": "i", "time": "2025"},
        "assertions": assertions,
        **naming("b", "a"),
    }
    status = {"code": "assertion.mismatch", "url": "self#jumbf=/c2pa/b/c2pa.assertions"}
    results = {"activeManifest": {"success": [status], "failure": [status]}, "ingredientDeltas": [{}]}
    yield json.dumps(
        store({"a": signed, "b": naming("a")}, validation_results=results, validation_status=[status])
    ).encode()


TARGETS = (
    Target("exif", _exif, _exif_blocks),
    Target("xmp", _xmp, _packets),
    Target("iptc", _iptc, lambda: (IPTC, resource(0x0425, b"\1" * 16) + resource(0x0404, IPTC))),
    Target("raw-profile", _raw_profile, _profiles),
    Target("generator-texts", _texts, _text_seeds),
    Target("generator-comment", in_text(_comment), _comments),
    Target("hidden-text", _hidden, lambda: (packed(json.dumps(NOVELAI)), json.dumps(NOVELAI).encode(), b"plain")),
    Target("alpha-channel", _alpha, lambda: (b"stealth_pnginfo" + (40).to_bytes(4, "big") + b"hello",)),
    Target("c2pa-store", _store, lambda: _signed()[:2]),
    Target("c2pa-tree", in_json(_tree), _trees),
    Target("trust-list", in_file(TRUST_LIST_NAME, _trust), lambda: (_signed()[2], _signed()[2] * 2)),
    Target("embedded-picture", _embedded, lambda: (small(drawn(60, 80), 40), jpeg(drawn(200, 30)))),
)
