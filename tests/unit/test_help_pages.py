"""The pages of the help: all that the documentation's index lists and a window can show, found by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gauntlet_desktop.app import help_pages
from gauntlet_desktop.app.help_pages import FRONT, anchor_of, contents, page_named, pages_folder, search, text_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation without pages."""
    monkeypatch.setattr(help_pages, "pages_folder", lambda: tmp_path)
    contents.cache_clear()
    yield tmp_path
    contents.cache_clear()


def test_a_checkout_reads_its_own_folder() -> None:
    assert pages_folder() == DOCS


def test_the_contents_are_those_of_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [chapter.title for chapter in contents()] == re.findall(r":caption: (.+)", index)
    names = [page.name for chapter in contents() for page in chapter.pages]
    assert len(names) == len(set(names))
    on_site_alone = {"index.md", "api.md", "model-cards.md"}  # what only the site can put together
    assert {path.name for path in DOCS.glob("*.md")} - set(names) <= on_site_alone
    assert {f"adr/{path.name}" for path in DOCS.glob("adr/*.md")} <= set(names)
    for chapter in contents():
        for page in chapter.pages:
            assert text_of(page).startswith("# ")
            assert "`" not in page.title


def test_a_page_is_found_by_its_name_alone() -> None:
    page = page_named(FRONT)
    assert page is not None and page.title == "User guide"
    assert page_named("../pyproject.toml") is None
    assert page_named("index.md") is None


def test_search_finds_all_words_in_one_part_headings_first() -> None:
    found = search("PROVENANCE tree")
    assert (found[0].page.name, found[0].anchor) == (FRONT, "provenance")
    assert search("provenance xylophone") == ()
    assert search("  ") == ()
    assert "Provenance" in [each.heading for each in search("c2pa-trust-list.pem")], "markup does not hide words"
    assert all(each.anchor == "" or each.anchor == anchor_of(each.heading) for each in search("the"))


def test_what_is_said_in_code_is_no_heading(nowhere: Path) -> None:
    (nowhere / "index.md").write_text("```{toctree}\n:caption: All\n\npage\ngone\n```\n", encoding="utf-8")
    (nowhere / "page.md").write_text("# Page\n\n```sh\n## not a heading, but found\n```\n", encoding="utf-8")
    (found,) = search("not a heading")
    assert (found.page.name, found.heading, found.anchor) == ("page.md", "Page", "")


def test_without_pages_there_are_none(nowhere: Path) -> None:
    assert contents() == ()
    assert page_named(FRONT) is None
    assert search("verdict") == ()
