"""Builds the sdist and the wheel, the same bytes for the same commit: `python -m installer.build_dist [FOLDER]`.

What git tracks is copied with fixed modes, setuptools builds from the copy alone, and every time in the archives is
that of the last commit. The bytes also depend on the release of setuptools, which the wheel names, and on that of zlib.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_UMASK = 0o022
_BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    if _git("status", "--porcelain", "--untracked-files=no"):
        print("Some files differ from the last commit: what is built here is no release.", file=sys.stderr)
    for path in build(out):
        print(path)


def build(out: Path) -> tuple[Path, Path]:
    """Build into a folder; returns the sdist and the wheel. Raises CalledProcessError where git or setuptools fails."""
    epoch = last_commit_time()
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        _copy_tracked(tree)
        return _sdist(tree, out, epoch), wheel_of(tree, out, epoch)


def last_commit_time() -> int:
    """In seconds since 1970; SOURCE_DATE_EPOCH where it is set, as for other reproducible builds."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))


def wheel_of(tree: Path, out: Path, epoch: int) -> Path:
    """The wheel of a source tree, which setuptools leaves its traces in."""
    return _run_setuptools("build_wheel", tree, out, epoch, "*.whl")


def unpack_sdist(sdist: Path, folder: Path) -> Path:
    """The source tree of an sdist."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.iterdir())


def _copy_tracked(tree: Path) -> None:
    for line in filter(None, _git("ls-files", "-s", "-z").split("\0")):
        mode, path = line.split()[0], line.split("\t", 1)[1]
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tree / path)
        (tree / path).chmod(int(mode, 8) & 0o755)


def _sdist(tree: Path, out: Path, epoch: int) -> Path:
    """Setuptools packs owners, modes and times of the files that it wrote itself: all are set anew."""
    sdist = _run_setuptools("build_sdist", tree, out, epoch, "*.tar.gz")
    with tempfile.TemporaryDirectory() as name:
        top = unpack_sdist(sdist, Path(name))
        with sdist.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=epoch) as packed:
            _pack(top, packed, epoch)
    return sdist


def _pack(top: Path, target: gzip.GzipFile, epoch: int) -> None:
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted((path for path in top.rglob("*") if path.is_file()), key=Path.as_posix):
            member = archive.gettarinfo(path, path.relative_to(top.parent).as_posix())
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mtime = epoch
            member.mode = 0o755 if member.mode & 0o100 else 0o644
            with path.open("rb") as file:
                archive.addfile(member, file)


def _run_setuptools(hook: str, tree: Path, out: Path, epoch: int, pattern: str) -> Path:
    """What a build hook of setuptools makes of a tree, moved into the folder that it is wanted in."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-c", _BUILD, hook, made]
        subprocess.run(command, cwd=tree, env=environment, umask=_UMASK, stdout=subprocess.DEVNULL, check=True)
        path = next(Path(made).glob(pattern))
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(path, out / path.name))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout


if __name__ == "__main__":
    main()
