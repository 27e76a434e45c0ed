"""Builds wheels in the tests, without the network: setuptools has to be there already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def build_wheel(project: Path, out: Path) -> Path:
    """The wheel of the project in a folder."""
    pip = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    done = subprocess.run([*pip, "--wheel-dir", out, project], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))
