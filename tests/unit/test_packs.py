"""Tests of the reader of labelled images: packs, folders, and hostile ones."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.imaging import archives, packs
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
        row("../secret.png", "real", archive=""),
        row("/secret.png", "real", archive=""),
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


def found(root: Path) -> list[tuple[str, str, str]]:
    with open_pack(root) as pack:
        for sample in pack.samples:
            pack.decode(sample)
        return [(sample.label, sample.source, sample.split) for sample in pack.samples]


NESTED = ("train/REAL/1.png", "train/Fake/gan/2.png", "test/real/3.JPG", "test/FAKE/gan/4.png")
NESTED_FOUND = [("real", "real", "test"), ("real", "real", "train"), ("fake", "gan", "test"), ("fake", "gan", "train")]


def test_classes_in_any_letter_case_and_below_splits(tmp_path: Path) -> None:
    for name in NESTED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png())
    assert sorted(found(tmp_path)) == sorted(NESTED_FOUND)


def write_archive(path: Path, members: dict[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return path
    with tarfile.open(path, "w:" + {".gz": "gz", ".tgz": "gz", ".xz": "xz", ".bz2": "bz2"}.get(path.suffix, "")) as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["set.zip", "set.tar", "set.tar.gz", "set.tgz", "set.tar.xz", "set.tar.bz2"])
def test_an_archive_is_read_as_data_and_in_data(tmp_path: Path, name: str) -> None:
    archive = write_archive(tmp_path / name, dict.fromkeys(NESTED, png()))
    expected = sorted((label, "set" if source == "real" else source, split) for label, source, split in NESTED_FOUND)
    assert sorted(found(archive)) == expected
    assert sorted(found(tmp_path)) == expected


def test_an_archive_in_a_class_folder_is_a_source_and_one_named_as_a_class_is_the_class(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    write_archive(tmp_path / "real" / "phone.zip", {"1.png": png(), "deep/2.png": png()})
    write_archive(tmp_path / "FAKE.tar", {"3.png": png(), "gan/4.png": png()})
    assert found(tmp_path) == [
        ("real", "phone", ""),
        ("real", "phone", ""),
        ("fake", "fake", ""),
        ("fake", "gan", ""),
    ]


def test_what_an_archive_holds_beside_plain_files_is_left_alone(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    data = tmp_path / "data"
    data.mkdir()
    with tarfile.open(data / "a.tar", "w") as tar:
        for name in ("real/ok.png", "fake/ok.png", "real/../../secret.png", "/real/secret.png"):
            member = tarfile.TarInfo(name)
            member.size = len(png())
            tar.addfile(member, io.BytesIO(png()))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"real/{ord(kind)}.png")
            member.type, member.linkname = kind, str(secret)
            tar.addfile(member)
    link = zipfile.ZipInfo("real/link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(data / "b.zip", "w") as archive:
        archive.writestr(link, str(secret))
        archive.writestr("real/../../secret.png", png())
        archive.writestr("fake/ok.png", png())
    assert found(data) == [("real", "a", ""), ("fake", "a", ""), ("fake", "b", "")]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.tar", "b.zip", "data", "secret.png"]


def test_a_compressed_tar_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    write_archive(tmp_path / "bomb.tar.gz", {"real/a.png": bytes(60_000_000), "fake/b.png": png()})
    with pytest.raises(EnvironmentFault, match="unpacks to more"):
        open_pack(tmp_path)


def test_a_tar_header_that_wants_too_much_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 100 << 20
    with (tmp_path / "a.tar").open("wb") as stream:
        stream.write(header.tobuf())
        stream.truncate(101 << 20)
    with pytest.raises(EnvironmentFault, match="at once"):
        open_pack(tmp_path / "a.tar")


def test_more_members_than_allowed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    for name in ("set.zip", "set.tar"):
        with pytest.raises(EnvironmentFault, match="more than 3 files"):
            open_pack(write_archive(tmp_path / name, dict.fromkeys(NESTED, png())))


@pytest.mark.parametrize("name", ["set.zip", "set.tar", "set.tar.gz"])
def test_an_archive_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"words, words, words")
    with pytest.raises(EnvironmentFault, match=name):
        open_pack(tmp_path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), value=st.integers(0, 255), name=st.sampled_from(["a.tar", "a.tar.gz", "a.zip"]))
def test_damage_in_an_archive_of_a_folder_gives_known_errors_alone(
    tmp_path: Path, place: int, value: int, name: str
) -> None:
    path = write_archive(tmp_path / name, {"real/a.png": png(), "fake/b.png": png()})
    damaged = bytearray(path.read_bytes())
    damaged[place % len(damaged)] = value
    path.write_bytes(damaged)
    try:
        with open_pack(path) as pack:
            for sample in pack.samples:
                pack.decode(sample)
    except (EnvironmentFault, InputError, UserError):
        pass


def test_data_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not there"):
        open_pack(tmp_path / "nowhere")


def test_a_missing_class_is_named_with_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.png").write_bytes(png())
    with pytest.raises(UserError, match="real: 1, fake: 0"):
        open_pack(tmp_path)


def test_the_shared_pack_is_readable(shared_dir: Path) -> None:
    with open_pack(shared_dir / "data") as pack:
        assert len(pack.samples) > 7000
        pixels, facts = pack.decode(pack.samples[0])
    assert pixels.shape == (256, 256, 3)
    assert facts.container == "JPEG"
