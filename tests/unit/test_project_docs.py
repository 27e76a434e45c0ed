"""The documents of the project say what is: links lead somewhere, and the numbers of versions are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gauntlet_desktop import __version__
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.core.read_record import READ_SCHEMAS
from gauntlet_desktop.core.records import RECORD_SCHEMA
from gauntlet_desktop.reporting.case_model import CASE_TWIN_SCHEMA
from gauntlet_desktop.reporting.twin import TWIN_SCHEMA
from gauntlet_desktop.store.schema import MIGRATIONS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """What headings can be linked to, as Markdown is usually shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = page.parent / target if target else page
        assert found.exists(), link
        if anchor:
            assert anchor in anchors(found), link


def test_versions_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "versioning.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE))
    assert rows["the program"] == __version__
    assert rows["the plugin API"] == API_VERSION
    assert rows["the record, the JSON output"] == str(RECORD_SCHEMA)
    assert rows["the twin of a report"] == str(TWIN_SCHEMA)
    assert rows["the twin of a case report"] == str(CASE_TWIN_SCHEMA)
    assert rows["the case file"] == str(len(MIGRATIONS))
    assert tuple(READ_SCHEMAS) == tuple(range(READ_SCHEMAS[0], RECORD_SCHEMA + 1))
    assert f"schemas {READ_SCHEMAS[0]} to {RECORD_SCHEMA} are read" in text


def test_the_changelog_names_this_release_or_what_comes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.findall(r"^## (.+)$", text, re.MULTILINE)[0]
    assert first == "Unreleased" or first.startswith(__version__)
    assert __version__ in text


def test_every_target_of_make_that_is_named_exists() -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8")):
            assert target in made, f"{page.name}: make {target}"
