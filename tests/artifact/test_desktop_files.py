"""What makes the program known to a desktop is well formed, says what the program says, and finds its files."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import tomllib
from configparser import RawConfigParser
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop import __version__
from gauntlet_desktop.ui.cases import SUFFIX
from installer.desktop_files import APP_ID, ICON_SIDES, lay_out, png_icon
from installer.make_icons import draw
from tests.cases import make_case

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EPOCH = int(datetime(2030, 2, 3, 4, tzinfo=UTC).timestamp())
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
CASE_TYPE = "application/x-gauntlet-case"


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    lay_out(folder, EPOCH)
    return folder


@pytest.fixture(scope="module")
def entry(share: Path) -> RawConfigParser:
    parser = RawConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys are case-sensitive
    parser.read(share / "applications" / f"{APP_ID}.desktop", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def metainfo(share: Path) -> ElementTree.Element:
    return ElementTree.parse(share / "metainfo" / f"{APP_ID}.metainfo.xml").getroot()


@pytest.fixture(scope="module")
def mime(share: Path) -> ElementTree.Element:
    return ElementTree.parse(share / "mime" / "packages" / f"{APP_ID}.xml").getroot()


def test_the_menu_entry_starts_the_command_and_shows_the_icon(share: Path, entry: RawConfigParser) -> None:
    values = entry["Desktop Entry"]
    command, *arguments = values["Exec"].split()
    assert command in PROJECT["scripts"] and arguments == ["open", "%F"]
    assert list(share.rglob(f"{values['Icon']}.svg")) and len(list(share.rglob(f"{values['Icon']}.png"))) == 8
    assert {"Name", "Comment", "Comment[de]", "Categories"} <= set(values)


def test_the_window_calls_itself_as_its_menu_entry() -> None:
    code = "from gauntlet_desktop.ui.application import make_application as m; print(m().desktopFileName())"
    assert subprocess.check_output([sys.executable, "-c", code], encoding="utf-8").strip() == APP_ID


def test_case_files_are_offered_to_the_program_and_known_by_their_bytes(
    entry: RawConfigParser, mime: ElementTree.Element, tmp_path: Path
) -> None:
    assert CASE_TYPE in entry["Desktop Entry"]["MimeType"].split(";")
    kind = next(each for each in mime if each.get("type") == CASE_TYPE)
    globs = [each.get("pattern") for each in kind.findall(f"{MIME}glob")]
    assert globs == [f"*{SUFFIX}"]
    head = make_case(tmp_path / "case.gauntlet", 1).read_bytes()[:100]
    outer = next(kind.iterfind(f"{MIME}magic/{MIME}match"))
    inner = next(outer.iterfind(f"{MIME}match"))
    assert head.startswith(outer.attrib["value"].encode().decode("unicode_escape").encode())
    at = int(inner.attrib["offset"])
    assert struct.unpack(">I", head[at : at + 4])[0] == int(inner.attrib["value"], 16)


def test_the_catalogue_says_what_the_project_says(share: Path, metainfo: ElementTree.Element) -> None:
    assert metainfo.findtext("id") == APP_ID
    assert metainfo.findtext("project_license") == PROJECT["license"]
    assert (share / "applications" / str(metainfo.findtext("launchable"))).is_file()
    assert metainfo.findtext("provides/mediatype") == CASE_TYPE
    assert metainfo.findtext("provides/binary") in PROJECT["scripts"]
    newest = metainfo.find("releases/release")
    assert newest is not None
    assert newest.attrib["version"] == PROJECT["version"] == __version__
    assert newest.attrib["date"] == "2030-02-03"


@pytest.mark.parametrize("side", ICON_SIDES)
def test_the_icons_are_drawn_from_the_one_source(side: int) -> None:
    with Image.open(png_icon(side)) as kept, Image.open(BytesIO(draw(side))) as drawn:
        assert kept.size == (side, side)
        difference = np.abs(np.asarray(kept, dtype=int) - np.asarray(drawn, dtype=int))
    assert difference.mean() < 1  # another release of Qt may smooth edges a little differently


def test_windows_and_mac_icons_hold_the_usual_sizes() -> None:
    with Image.open(ROOT / "installer" / "icons" / "gauntlet.ico") as icon:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= icon.info["sizes"]
    with Image.open(ROOT / "installer" / "icons" / "gauntlet.icns") as icon:
        assert max(icon.info["sizes"]) == (512, 512, 2)


@pytest.mark.parametrize(
    ("validator", "below"),
    [
        (["desktop-file-validate"], f"applications/{APP_ID}.desktop"),
        (["appstreamcli", "validate", "--no-net"], f"metainfo/{APP_ID}.metainfo.xml"),
        (["update-mime-database"], "mime"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_the_validators_of_the_desktop_find_nothing(share: Path, validator: list[str], below: str) -> None:
    if shutil.which(validator[0]) is None:
        pytest.skip(f"{validator[0]} is not installed here; the tests above hold the structure")
    done = subprocess.run([*validator, share / below], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "error" not in done.stdout + done.stderr
