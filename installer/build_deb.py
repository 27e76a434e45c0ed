"""Builds a Debian package of the light install: `python -m installer.build_deb [FOLDER]`, with pip and dpkg-deb.

The wheel and what it requires, in the versions of this environment, go into an environment of their own below
/usr/lib/gauntlet-desktop, which runs on the system's Python. Compiled wheels fit one minor release of Python, that of
the interpreter which runs this, so the package depends on it: build for Debian 12 with Python 3.11. To run, the package
needs no network.
"""

from __future__ import annotations

import compileall
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from py_compile import PycInvalidationMode

from installer.build_dist import ROOT, build, last_commit_time
from installer.components import PROJECT, closure, components
from installer.desktop_files import lay_out
from installer.make_notices import NOTICES, problems
from installer.sbom import bill

PREFIX = Path("usr/lib/gauntlet-desktop")
MAINTAINER = "The maintainers of Gauntlet Desktop <maintainers@gauntlet-desktop.invalid>"
_ORIGIN = "direct_url.json"
_MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
_COMMAND = f"""#!/{PREFIX}/bin/python3
import sys
from gauntlet_desktop.__main__ import main
if __name__ == "__main__":  # processes that are spawned import this file
    sys.exit(main())
"""
_ENVIRONMENT = f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {_MINOR}\n"
_COPYRIGHT = f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Gauntlet Desktop

Files: *
Copyright: the authors of Gauntlet Desktop
License: Apache-2.0
 The full text stands in /usr/share/common-licenses/Apache-2.0.

Files: {PREFIX}/lib/*
Copyright: see notices/THIRD-PARTY.md in this folder
License: as in notices/THIRD-PARTY.md
 The licences and their texts stand in the folder notices, the parts with their versions in sbom.cdx.json.
"""
_DESCRIPTION = """Description: weigh whether a generative model or a camera made an image
 How strongly does the evidence support that a generative model made an image,
 over that a camera captured it? Gauntlet Desktop answers for local images,
 offline, with a likelihood ratio or an honest "inconclusive", and shows the
 evidence. A window, a command line, and reports."""


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    with tempfile.TemporaryDirectory() as name:
        _, wheel = build(Path(name))
        packages = Path(name) / "packages"
        _install(wheel, packages, Path(name) / "constraints.txt")
        print(pack(packages, out, last_commit_time()))


def pack(packages: Path, out: Path, epoch: int) -> Path:
    """The package of what pip installed into a folder; it is dated by `epoch`, and the same bytes for the same folder.

    Raises ValueError where the licences or notices do not allow it.
    """
    if found := problems(closure(path=[packages])):
        raise ValueError("\n".join(found))
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        _lay_out_program(packages, root / PREFIX)
        _lay_out_documents(packages, root / "usr" / "share" / "doc" / PROJECT, epoch)
        lay_out(root / "usr" / "share", epoch)
        (root / "usr" / "bin").mkdir()
        (root / "usr" / "bin" / "gauntlet").symlink_to(f"../{PREFIX.relative_to('usr')}/bin/gauntlet")
        _write_control(root)
        _set_modes_and_times(root, epoch)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{PROJECT}_{_version(packages)}_{_architecture()}.deb"
        command: list[str | Path] = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", root, path]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return path


def qt_packages() -> list[str]:
    """The Debian packages with the libraries that Qt needs, as `check-qt-libraries.sh` names them."""
    script = (ROOT / "installer" / "check-qt-libraries.sh").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^lib\S+\.so\S*\s+(\S+)$", script, re.MULTILINE)))


def _install(wheel: Path, packages: Path, constraints: Path) -> None:
    pins = [f"{name}=={dist.version}\n" for name, dist in closure().items()]
    constraints.write_text("".join(pins), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--no-compile"]
    subprocess.run([*pip, "--target", packages, "--constraint", constraints, wheel], check=True)


def _lay_out_program(packages: Path, prefix: Path) -> None:
    """An environment as venv makes it, on the system's Python; its modules are compiled, for nobody may write there."""
    site = prefix / "lib" / f"python{_MINOR}" / "site-packages"
    shutil.copytree(packages, site, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(site / "bin", ignore_errors=True)
    for origin in site.glob(f"*.dist-info/{_ORIGIN}"):
        _forget(origin)
    (prefix / "bin").mkdir()
    (prefix / "bin" / "python3").symlink_to(f"/usr/bin/python{_MINOR}")
    (prefix / "bin" / "gauntlet").write_text(_COMMAND, encoding="utf-8")
    (prefix / "bin" / "gauntlet").chmod(0o755)
    (prefix / "pyvenv.cfg").write_text(_ENVIRONMENT, encoding="utf-8")
    mode = PycInvalidationMode.UNCHECKED_HASH
    final = f"/{site.relative_to(prefix.parents[len(PREFIX.parts) - 1])}"
    compileall.compile_dir(site, quiet=2, workers=0, stripdir=str(site), prependdir=final, invalidation_mode=mode)


def _forget(path: Path) -> None:
    """Take a file out of a distribution: pip notes there in which folder of the build the wheel lay."""
    path.unlink()
    record = path.with_name("RECORD")
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    record.write_text("".join(line for line in lines if f"/{path.name}," not in line), encoding="utf-8")


def _lay_out_documents(packages: Path, folder: Path, epoch: int) -> None:
    folder.mkdir(parents=True)
    (folder / "copyright").write_text(_COPYRIGHT, encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (folder / "changelog.gz").write_bytes(gzip.compress(changes, mtime=epoch))
    shutil.copytree(NOTICES, folder / "notices", ignore=shutil.ignore_patterns("full"))
    (folder / "sbom.cdx.json").write_text(bill(components(path=[packages]), epoch), encoding="utf-8")


def _write_control(root: Path) -> None:
    major, minor = sys.version_info[:2]
    depends = ["libc6 (>= 2.34)", f"python3 (>= {_MINOR})", f"python3 (<< {major}.{minor + 1})", f"python{_MINOR}"]
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    packages = root / PREFIX / "lib" / f"python{_MINOR}" / "site-packages"
    fields = [
        f"Package: {PROJECT}",
        f"Version: {_version(packages)}",
        f"Architecture: {_architecture()}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {sum(path.stat().st_size for path in files) // 1024}",
        f"Depends: {', '.join([*depends, *qt_packages()])}",
        "Recommends: fonts-dejavu-core",
        "Section: graphics",
        "Priority: optional",
        _DESCRIPTION,
    ]
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files]
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text("\n".join(fields) + "\n", encoding="utf-8")
    (root / "DEBIAN" / "md5sums").write_text("".join(sums), encoding="utf-8")


def _set_modes_and_times(root: Path, epoch: int) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.name == "gauntlet"
            path.chmod(0o755 if executable else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _version(packages: Path) -> str:
    (dist,) = metadata.distributions(name=PROJECT, path=[str(packages)])
    return dist.version


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


if __name__ == "__main__":
    main()
