"""Tests of the reader of labelled images: packs, folders, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.imaging import packs
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.packs import open_pack

HEADER = (
    "archive,member,label,source,generator,original_format,original_width,original_height,x,y,width,height,"
    "original_sha256,bytes"
)


def png(shade: int = 120, size: tuple[int, int] = (24, 16)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 10)).save(stream, "PNG")
    return stream.getvalue()


def row(member: str, label: str, archive: str = "crops.zip", width: str = "640", size: str = "99") -> str:
    return f"{archive},{member},{label},somewhere,model,PNG,{width},480,0,0,24,16,{'0' * 64},{size}"


def write_pack(root: Path, rows: list[str], members: dict[str, bytes]) -> Path:
    (root / "index.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    with zipfile.ZipFile(root / "crops.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return root


BOTH = [row("a.png", "real"), row("b.png", "fake")]


def test_a_pack_is_read_in_its_order(tmp_path: Path) -> None:
    with open_pack(write_pack(tmp_path, BOTH, {"a.png": png(10), "b.png": png(200)})) as pack:
        first, second = pack.samples
        pixels, facts = pack.decode(second)
        assert pack.read(first) == png(10)
    assert (first.label, second.label, second.generator) == ("real", "fake", "model")
    assert (second.original_side, second.bytes) == (640, 99)
    assert pixels.shape == (16, 24, 3)
    assert (facts.container, int(pixels[0, 0, 0])) == ("PNG", 200)


def test_folders_are_read_with_their_sources(tmp_path: Path) -> None:
    for name in ("real/one.png", "real/phone/two.png", "fake/model/three.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png())
    (tmp_path / "real" / "notes.txt").write_text("not an image", encoding="utf-8")
    (tmp_path / "real" / "linked.png").symlink_to(tmp_path / "fake" / "model" / "three.png")
    with open_pack(tmp_path) as pack:
        found = [(sample.member, sample.label, sample.source) for sample in pack.samples]
        pixels, _ = pack.decode(pack.samples[0])
    assert found == [
        ("real/one.png", "real", "real"),
        ("real/phone/two.png", "real", "phone"),
        ("fake/model/three.png", "fake", "model"),
    ]
    assert pixels.dtype == np.uint8


@pytest.mark.parametrize(
    "bad",
    [
        row("a.png", "genuine"),
        row("a.png", "real", archive="../crops.zip"),
        row("a.png", "real", width="9" * 30),
        row("a.png", "real", width="4000000"),
        row("a.png", "real", size="-5"),
        row("", "real"),
        "crops.zip,a.png",
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, bad: str) -> None:
    with pytest.raises(UserError, match=r"line 4"):
        open_pack(write_pack(tmp_path, [*BOTH, bad], {}))


def test_one_class_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="both classes"):
        open_pack(write_pack(tmp_path, BOTH[:1], {}))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="both classes"):
        open_pack(tmp_path)


def test_a_missing_member_or_archive_is_a_fault_of_the_data(tmp_path: Path) -> None:
    pack = open_pack(write_pack(tmp_path, BOTH, {"a.png": png()}))
    with pack, pytest.raises(EnvironmentFault, match=r"b\.png"):
        pack.read(pack.samples[1])
    (tmp_path / "crops.zip").unlink()
    with open_pack(tmp_path) as pack, pytest.raises(EnvironmentFault):
        pack.read(pack.samples[0])


def test_a_zip_bomb_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "PACK_LIMITS", Limits(file_bytes=1000))
    bomb = {"a.png": bytes(50_000_000), "b.png": png()}
    with open_pack(write_pack(tmp_path, BOTH, bomb)) as pack:
        with pytest.raises(EnvironmentFault, match="larger"):
            pack.read(pack.samples[0])
        assert pack.read(pack.samples[1]) == png()


def test_a_member_that_is_no_image_is_an_input_error(tmp_path: Path) -> None:
    pack = open_pack(write_pack(tmp_path, BOTH, {"a.png": b"words", "b.png": png()}))
    with pack, pytest.raises(InputError):
        pack.decode(pack.samples[0])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(untrusted=st.binary(max_size=400))
def test_any_bytes_as_an_index_give_an_error_and_nothing_else(tmp_path: Path, untrusted: bytes) -> None:
    (tmp_path / "index.csv").write_bytes(HEADER.encode() + b"\n" + untrusted)
    with pytest.raises(UserError):
        open_pack(tmp_path)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_a_damaged_archive_never_escapes_as_another_error(tmp_path: Path, place: int, value: int) -> None:
    write_pack(tmp_path, BOTH, {"a.png": png(), "b.png": png()})
    damaged = bytearray((tmp_path / "crops.zip").read_bytes())
    damaged[place % len(damaged)] = value
    (tmp_path / "crops.zip").write_bytes(damaged)
    with open_pack(tmp_path) as pack:
        for sample in pack.samples:
            try:
                pack.decode(sample)
            except (EnvironmentFault, InputError):
                continue


def test_the_shared_pack_is_readable(shared_dir: Path) -> None:
    with open_pack(shared_dir / "data") as pack:
        assert len(pack.samples) > 7000
        pixels, facts = pack.decode(pack.samples[0])
    assert pixels.shape == (256, 256, 3)
    assert facts.container == "JPEG"
