"""The Debian package: what it depends on, where its files lie, that its command runs, that its builds are alike."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.build_deb import pack, qt_packages
from installer.components import PROJECT
from installer.desktop_files import APP_ID
from tests.unit.test_notices import made_up

EPOCH = 1_900_000_000
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
SITE = f"usr/lib/gauntlet-desktop/lib/python{MINOR}/site-packages"
# A program of the real one's name that starts a process as the real one does.
PROGRAM = """
import multiprocessing

def say():
    print("the child", flush=True)

def main():
    process = multiprocessing.get_context("spawn").Process(target=say)
    process.start()
    process.join()
    return process.exitcode
"""

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb builds packages on Debian alone")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip leaves in a folder, of a small program that requires one library of those in the notices."""
    folder = tmp_path_factory.mktemp("packages")
    made_up(folder, "Apache-2.0", PROJECT, "pluggy")
    made_up(folder, "MIT", "pluggy")
    for name, text in (("__init__", ""), ("__main__", PROGRAM)):
        (folder / "gauntlet_desktop").mkdir(exist_ok=True)
        (folder / "gauntlet_desktop" / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "bin").mkdir()
    (folder / "bin" / "gauntlet").write_text("#!/where/it/was/built/python", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def package(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(packages, tmp_path_factory.mktemp("deb"), EPOCH)


@pytest.fixture(scope="module")
def root(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder], check=True)
    return folder


def test_it_depends_on_the_python_of_its_wheels_and_on_what_qt_needs(package: Path) -> None:
    told = subprocess.check_output(["dpkg-deb", "--field", package], encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in told.splitlines() if not line.startswith(" "))
    assert (fields["Package"], fields["Version"]) == (PROJECT, "1.0")
    assert package.name == f"{PROJECT}_1.0_{fields['Architecture']}.deb"
    depends = fields["Depends"].split(", ")
    next_minor = f"{sys.version_info.major}.{sys.version_info.minor + 1}"
    assert {f"python3 (>= {MINOR})", f"python3 (<< {next_minor})", "libegl1", "libxcb-cursor0"} <= set(depends)
    assert set(qt_packages()) <= set(depends)


def test_files_lie_where_a_desktop_looks_for_them(root: Path) -> None:
    assert (root / "usr" / "bin" / "gauntlet").readlink() == Path("../lib/gauntlet-desktop/bin/gauntlet")
    share = root / "usr" / "share"
    assert (share / "applications" / f"{APP_ID}.desktop").is_file()
    documents = share / "doc" / PROJECT
    for name in ("copyright", "changelog.gz", "sbom.cdx.json", "notices/THIRD-PARTY.md", "notices/LGPL-3.0.txt"):
        assert (documents / name).is_file(), name
    assert not (documents / "notices" / "full").exists()
    assert '"pluggy"' in (documents / "sbom.cdx.json").read_text(encoding="utf-8")
    assert not (root / SITE / "bin").exists()
    assert list((root / SITE).rglob(f"__main__.cpython-{MINOR.replace('.', '')}.pyc"))


def test_its_command_starts_processes_as_the_program_does(root: Path) -> None:
    command = [sys.executable, root / "usr" / "lib" / "gauntlet-desktop" / "bin" / "gauntlet"]
    environment = {**os.environ, "PYTHONPATH": str(root / SITE)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "the child\n"), done.stderr


def test_all_belongs_to_root_and_only_commands_can_be_run(package: Path, root: Path) -> None:
    listed = subprocess.check_output(["dpkg-deb", "--contents", package], encoding="utf-8").splitlines()
    assert all(line.split()[1] == "root/root" for line in listed)
    runnable = [line.split()[5] for line in listed if line.startswith("-rwx")]
    assert runnable == ["./usr/lib/gauntlet-desktop/bin/gauntlet"]
    for line in (root / "DEBIAN" / "md5sums").read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ")
        assert hashlib.md5((root / path).read_bytes()).hexdigest() == digest


def test_another_build_has_the_same_bytes(package: Path, packages: Path, tmp_path: Path) -> None:
    """Though pip notes where the wheel lay."""
    shutil.copytree(packages, tmp_path / "copy")
    info = tmp_path / "copy" / "gauntlet_desktop-1.0.dist-info"
    (info / "direct_url.json").write_text('{"url": "file:///elsewhere"}', encoding="utf-8")
    with (info / "RECORD").open("a", encoding="utf-8") as record:
        record.write(f"{info.name}/direct_url.json,sha256=x,28\n")
    assert pack(tmp_path / "copy", tmp_path, EPOCH).read_bytes() == package.read_bytes()


def test_what_must_not_be_shipped_is_not_packed(tmp_path: Path) -> None:
    made_up(tmp_path / "packages", "Apache-2.0", PROJECT, "made-up")
    made_up(tmp_path / "packages", "GPL-3.0-only")
    with pytest.raises(ValueError, match=r"made-up: 'GPL-3\.0-only' is not among"):
        pack(tmp_path / "packages", tmp_path, EPOCH)
    assert not list(tmp_path.glob("*.deb"))
