"""Builds and installs wheels in the tests without the network: setuptools and what they require have to be there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

from installer.components import closure


def build_wheel(project: Path, out: Path) -> Path:
    """The wheel of the project in a folder."""
    pip = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    done = subprocess.run([*pip, "--wheel-dir", out, project], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def light_environment(folder: Path, wheel: Path) -> tuple[Path, Path]:
    """Install the program into an environment of its own; returns its `gauntlet` and its interpreter.

    Links to the distributions of the light install are all that it holds besides: neither the sources nor torch.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = next(scripts.glob("python*"))
    base = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=base))
    for dist in closure().values():
        for top in {path.parts[0] for path in dist.files or [] if path.parts[0] not in ("..", "__pycache__")}:
            (packages / top).symlink_to(str(dist.locate_file(top)))
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", "--quiet"]
    subprocess.run([*pip, wheel], check=True)
    return scripts / "gauntlet", python
