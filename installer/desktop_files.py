"""Lays out what makes the program known to a Linux desktop: menu entry, type of cases, catalogue, icons."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
APP_ID = "org.gauntletdesktop.gauntlet"
ICON = HERE.parent / "gauntlet_desktop" / "resources" / "icons" / "gauntlet.svg"
ICON_SIDES = (16, 24, 32, 48, 64, 128, 256, 512)


def lay_out(share: Path, epoch: int) -> None:
    """Write all files below a folder that becomes `/usr/share` or its like; the release gets the day of `epoch`."""
    source = HERE / "linux"
    for folder, name in (("applications", f"{APP_ID}.desktop"), ("mime/packages", f"{APP_ID}.xml")):
        _copy(source / name, share / folder / name)
    icons = share / "icons" / "hicolor"
    _copy(ICON, icons / "scalable" / "apps" / f"{APP_ID}.svg")
    for side in ICON_SIDES:
        _copy(png_icon(side), icons / f"{side}x{side}" / "apps" / f"{APP_ID}.png")
    _write_metainfo(source / f"{APP_ID}.metainfo.xml", share / "metainfo", epoch)


def png_icon(side: int) -> Path:
    """The icon of that many pixels."""
    return HERE / "icons" / f"gauntlet-{side}.png"


def _write_metainfo(source: Path, folder: Path, epoch: int) -> None:
    """The catalogue wants the day of a release, which only a build knows."""
    tree = ElementTree.parse(source)
    newest = tree.find("releases/release")
    assert newest is not None
    newest.set("date", datetime.fromtimestamp(epoch, UTC).date().isoformat())
    folder.mkdir(parents=True)
    tree.write(folder / source.name, encoding="utf-8", xml_declaration=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
