"""The documentation builds as a site without a warning, loads nothing from elsewhere, and names every command."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gauntlet_desktop import api
from gauntlet_desktop.app.settings_spec import SPEC

ROOT = Path(__file__).resolve().parents[2]
LOADED = re.compile(r'<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="(https?:)?//[^"]+"')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", out / ".doctrees", "docs", out]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return out


def test_every_page_is_there_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= {page.stem for page in pages}
    for page in pages:
        assert not LOADED.search(page.read_text(encoding="utf-8")), page.name


def test_the_reference_is_that_of_the_program(site: Path) -> None:
    commands = (site / "_generated" / "commands.html").read_text(encoding="utf-8")
    for name in ("analyze", "batch", "case new", "verify", "plugins check", "models import"):
        assert f'id="gauntlet-{name.replace(" ", "-")}"' in commands
    contract = (site / "api.html").read_text(encoding="utf-8")
    documented = [name for name in api.__all__ if isinstance(getattr(api, name), type)]
    assert len(documented) > 20
    for name in documented:
        assert f"{name}</span>" in contract


def test_the_pictures_of_the_tutorial_are_those_that_the_script_takes() -> None:
    told = re.findall(r"\(pictures/(\w+)\.webp\)", (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    taken = re.findall(r'_shoot\(\w+, "(\w+)"\)', (ROOT / "scripts" / "shoot_tutorial.py").read_text(encoding="utf-8"))
    assert told == taken == [name for name in told if (ROOT / "docs" / "pictures" / f"{name}.webp").is_file()]


def test_every_setting_stands_in_the_reference(site: Path) -> None:
    settings = (site / "_generated" / "settings.html").read_text(encoding="utf-8")
    for name, setting in SPEC.items():
        assert f">{name}</span>" in settings
        assert html.escape(setting.help, quote=False) in settings
