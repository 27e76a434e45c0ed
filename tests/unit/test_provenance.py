"""Declared provenance of whole files: what each part adds, which part wins, and what cannot be forged by appending."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from gauntlet_desktop.core.declarations import ContainerPart
from gauntlet_desktop.core.records import C2paState, Provenance
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.provenance import read_provenance
from tests.unit.test_containers import with_segment

TERM = "trainedAlgorithmicMedia"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    f'e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{TERM}"/></rdf:RDF></x:xmpmeta>'
).encode()
A1111 = "a duck\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Model: m"
FOOOCUS = {"base_model": "juggernaut", "seed": "9", "sampler": "dpmpp", "prompt": "a fish", "version": "Fooocus v2.5.0"}
SWARM = {"sui_image_params": {"prompt": "a kite", "model": "Flux/flux1-dev", "seed": 305, "steps": 25}}
DRAW_THINGS = {"c": "a cube", "uc": "", "model": "m.ckpt", "sampler": "Euler A", "scale": 4.5, "seed": 24, "steps": 8}
NODES = {"1": {"class_type": "KSampler", "inputs": {"seed": 1}}}


def picture(container: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((40, 30), 40).convert("RGB").save(stream, container, **options)
    return stream.getvalue()


def camera_exif(make: str = "Canon", model: str = "EOS 5D", comment: bytes = b"") -> Image.Exif:
    exif = Image.Exif()
    exif[271], exif[272] = make, model
    if comment:
        exif.get_ifd(0x8769)[0x9286] = comment
    return exif


def read(data: bytes, container: str = "JPEG", limits: Limits | None = None) -> Provenance:
    return read_provenance(data, container, limits or Limits())


def test_a_plain_picture_declares_nothing() -> None:
    provenance = read(picture("JPEG"))
    assert provenance.c2pa.state is C2paState.ABSENT
    assert replace(provenance, structure=()) == Provenance(provenance.c2pa)


@pytest.mark.parametrize("container", ["JPEG", "WEBP", "AVIF", "PNG", "TIFF"])
def test_camera_from_every_container(container: str) -> None:
    assert read(picture(container, exif=camera_exif()), container).camera == "Canon EOS 5D"


def test_digital_source_type_and_its_field() -> None:
    provenance = read(picture("JPEG", xmp=XMP))
    assert provenance.digital_source_type == TERM
    assert [field.name for field in provenance.fields] == ["Digital source type"]


def test_generator_in_the_user_comment() -> None:
    exif = camera_exif(comment=b"UNICODE\0" + A1111.encode("utf-16-be"))
    provenance = read(picture("WEBP", exif=exif), "WEBP")
    assert provenance.generator == "AUTOMATIC1111 (EXIF UserComment)"
    assert provenance.camera == "Canon EOS 5D"


def test_generator_text_in_the_camera_tags_is_no_camera() -> None:
    provenance = read(picture("WEBP", exif=camera_exif("", "prompt:" + json.dumps(NODES))), "WEBP")
    assert provenance.generator == "ComfyUI (EXIF prompt)"
    assert provenance.camera == ""


def test_fooocus_in_jpeg_writes_its_text_where_cameras_write_none() -> None:
    exif = Image.Exif()
    exif[0x9286], exif[0x0131], exif[0x927C] = json.dumps(FOOOCUS), "Fooocus v2.5.0", "fooocus"
    for container in ("JPEG", "WEBP"):
        found = read(picture(container, exif=exif), container)
        assert found.generator == "Fooocus (EXIF UserComment)"
        assert "Generation: seed" in {field.name for field in found.fields}
    exif[0x927C] = "something else, longer"
    assert read(picture("JPEG", exif=exif)).generator == "Fooocus (EXIF IFD0.Software)"


@pytest.mark.parametrize("code", [b"ASCII\0\0\0", b"UNICODE\0", b""])
def test_swarmui_in_jpeg_writes_its_json_into_the_user_comment(code: bytes) -> None:
    text = json.dumps(SWARM).encode("utf-16-le" if code[:1] == b"U" else "utf-8")
    found = read(picture("JPEG", exif=camera_exif(comment=code + text)))
    assert found.generator == "SwarmUI (EXIF UserComment)"


def test_draw_things_writes_its_json_into_an_xmp_comment() -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        "<xmp:CreatorTool>Draw Things</xmp:CreatorTool><exif:UserComment><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">{json.dumps(DRAW_THINGS)}</rdf:li>'
        "</rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
    found = read(picture("JPEG", xmp=packet))
    assert found.generator == "Draw Things (XMP exif:UserComment)"
    seed = next(field for field in found.fields if field.name == "Generation: seed")
    assert seed.value == "24" and seed.location.startswith("XMP exif:UserComment (JPEG APP1 at byte ")
    plain = packet.replace(b'"c": ', b'"d": ')
    assert read(picture("JPEG", xmp=plain)).generator == "Draw Things (XMP xmp:CreatorTool)"


def test_comfyui_nodes_that_write_where_a_picture_is_described() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = "Workflow:" + json.dumps({"nodes": [], "links": []}), "Prompt:" + json.dumps(NODES)
    found = read(picture("WEBP", exif=exif), "WEBP")
    assert (found.generator, found.camera) == ("ComfyUI (EXIF prompt)", "")


def test_software_named_in_a_png_text() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "Adobe Firefly 3")
    assert read(picture("PNG", pnginfo=info), "PNG").generator == "Adobe Firefly (PNG tEXt Software)"


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP"])
def test_markers_behind_the_image_change_nothing_but_a_warning(container: str) -> None:
    data = picture(container, exif=camera_exif())
    plain = read(data, container)
    for forged in (b"c2pa-manifest", XMP, A1111.encode(), b"\xff\xe1\0\x20http://ns.adobe.com/xap/1.0/\0"):
        altered = read(data + forged, container)
        behind = ContainerPart("bytes after the end", len(data), len(forged))
        warnings = (f"{len(forged)} bytes follow the end of the image.",)
        assert altered == replace(plain, warnings=warnings, structure=(*plain.structure, behind))


def test_markers_in_a_comment_are_a_comment() -> None:
    provenance = read(picture("JPEG", comment=b"c2pa jumb trainedAlgorithmicMedia Midjourney " + A1111.encode()))
    assert provenance.c2pa.state is C2paState.ABSENT
    assert (provenance.digital_source_type, provenance.generator, provenance.camera) == ("", "", "")
    assert [field.name for field in provenance.fields] == ["comment"]


def test_hostile_xmp_costs_itself_only() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]>' + XMP
    provenance = read(picture("JPEG", xmp=bomb, exif=camera_exif()))
    assert provenance.camera == "Canon EOS 5D"
    assert provenance.digital_source_type == ""
    assert "was refused" in provenance.warnings[0]


def test_of_many_exif_blocks_the_first_are_read() -> None:
    """Some hundred bytes can keep a reader busy for long: in a file of many such blocks they would add up."""
    data = picture("JPEG")
    for number in reversed(range(30)):
        data = with_segment(data, 0xE1, camera_exif(f"Maker {number}").tobytes())
    found = read(data)
    makes = [field.value for field in found.fields if field.name == "Camera make"]
    assert makes == [f"Maker {number}" for number in range(8)]
    assert found.warnings == ("The file has 30 EXIF blocks; the first 8 were read.",)


def test_text_is_bounded_and_shown_safely() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "a\x00b\x1b[31m" + "x" * 100_000, zip=True)
    for number in range(40):
        info.add_itxt(f"k{number}", "\u202e<img src='x'>")
    provenance = read(picture("PNG", pnginfo=info), "PNG", Limits(text_characters=50, metadata_fields=10))
    assert len(provenance.fields) == 10
    assert all(len(field.value) < 50 * 9 and field.value.isprintable() for field in provenance.fields)
    assert any("beyond the limit" in warning for warning in provenance.warnings)


def test_the_record_is_the_same_each_time_and_serialises() -> None:
    data = picture("JPEG", exif=camera_exif(), xmp=XMP)
    assert to_plain(read(data)) == to_plain(read(data))
    assert json.loads(json.dumps(to_plain(read(data))))["digital_source_type"] == TERM


def test_plain_pictures_never_load_the_manifest_reader() -> None:
    program = (
        "import io, sys\nfrom PIL import Image\n"
        "from gauntlet_desktop.imaging.limits import Limits\n"
        "from gauntlet_desktop.imaging.provenance import read_provenance\n"
        "stream = io.BytesIO(); Image.new('RGB', (8, 8)).save(stream, 'JPEG', comment=b'c2pa')\n"
        "read_provenance(stream.getvalue(), 'JPEG', Limits())\n"
        "sys.exit('c2pa' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0


@settings(deadline=None)
@given(
    st.sampled_from(["JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF", "?"]), st.binary(max_size=200)
)
def test_arbitrary_bytes_never_raise(container: str, data: bytes) -> None:
    read(data, container)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_never_raise(data: st.DataObject) -> None:
    mutant = bytearray(_WITH_EVERYTHING)
    for _ in range(data.draw(st.integers(1, 10))):
        mutant[data.draw(st.integers(0, 1200))] = data.draw(st.integers(0, 255))
    provenance = read(bytes(mutant))
    assert json.dumps(to_plain(provenance)).isascii()


_WITH_EVERYTHING = picture(
    "JPEG", exif=camera_exif(comment=b"ASCII\0\0\0" + A1111.encode()), xmp=XMP, comment=b"a comment"
)


def test_camera_files_name_their_camera(shared_dir: Path) -> None:
    folder = shared_dir / "fixtures" / "exif"
    cameras = {path.name: read(path.read_bytes()).camera for path in sorted(folder.iterdir())}
    assert cameras["jpg__Canon_40D.jpg"] == "Canon EOS 40D"
    assert cameras["jpg__gps__DSCN0010.jpg"] == "NIKON COOLPIX P6000"
    assert cameras["jpg__exif-org__sony-d700.jpg"] == "SONY DSC-D700"
    assert sum(bool(camera) for camera in cameras.values()) == 38
