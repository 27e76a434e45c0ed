"""The pages of the help: the documentation's own Markdown, as it came with the program, listed, read and searched.

A built package carries the pages among its resources; in a checkout they are those of its folder `docs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

FRONT = "user-guide.md"
_INDEX = "index.md"
_DIRECTIVE = "```{"  # what only the documentation site can carry out
_LIST = re.compile(r"```\{toctree\}\n(.*?)```", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_MARKUP = re.compile(r"[`*]|\[([^\]]*)\]\([^)]*\)")
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path under the folder of pages, and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together."""

    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a page that holds what was searched: the page, the heading of the part, and its anchor ("" at the top
    of the page)."""

    page: Page
    heading: str
    anchor: str


def pages_folder() -> Path:
    """Where the pages are; the folder need not be there in a damaged installation."""
    packaged = Path(str(resources.files("gauntlet_desktop.resources"))) / "docs"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "docs"


@cache
def contents() -> tuple[Chapter, ...]:
    """The pages in the order of the documentation's own index, as far as they can be shown without its site; none where
    there are no pages."""
    index = pages_folder() / _INDEX
    if not index.is_file():
        return ()
    chapters = (_chapter(block) for block in _LIST.findall(index.read_text(encoding="utf-8")))
    return tuple(chapter for chapter in chapters if chapter.pages)


def page_named(name: str) -> Page | None:
    """The page of that name, if it is one of the help."""
    return next((page for chapter in contents() for page in chapter.pages if page.name == name), None)


@cache
def text_of(page: Page) -> str:
    """The Markdown of a page of `contents`."""
    return (pages_folder() / page.name).read_text(encoding="utf-8")


def anchor_of(heading: str) -> str:
    """What links call a heading: its words in lower case, joined by hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def search(wanted: str) -> tuple[Found, ...]:
    """The parts of pages that hold all words of a text, in whatever case, those with a word in their heading first."""
    words = wanted.casefold().split()
    if not words:
        return ()
    found = [
        (not any(word in each.heading.casefold() for word in words), each)
        for chapter in contents()
        for page in chapter.pages
        for each, text in _parts(page)
        if all(word in text for word in words)
    ]
    return tuple(each for _, each in sorted(found, key=lambda row: row[0]))[:_MOST_FOUND]


@cache
def _parts(page: Page) -> tuple[tuple[Found, str], ...]:
    """Each heading of a page with the text under it, plain and in lower case."""
    parts: list[tuple[Found, list[str]]] = [(Found(page, page.title, ""), [])]
    fenced = False
    for line in text_of(page).splitlines():
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.match(line)
        if heading and len(heading[1]) > 1:
            parts.append((Found(page, _plain(heading[2]), anchor_of(heading[2])), []))
        parts[-1][1].append(_plain(line))
    return tuple((found, "\n".join(lines).casefold()) for found, lines in parts)


def _chapter(block: str) -> Chapter:
    """A list of pages of the index: options begin with a colon, names may have a star."""
    title = ""
    names: list[str] = []
    for line in block.splitlines():
        if line.startswith(":caption:"):
            title = line.removeprefix(":caption:").strip()
        elif line and not line.startswith(":"):
            names += [path.relative_to(pages_folder()).as_posix() for path in sorted(pages_folder().glob(f"{line}.md"))]
    return Chapter(title, tuple(page for name in names if (page := _page(name)) is not None))


def _page(name: str) -> Page | None:
    text = (pages_folder() / name).read_text(encoding="utf-8")
    title = _HEADING.match(text.partition("\n")[0])
    return Page(name, _plain(title[2])) if title and _DIRECTIVE not in text else None


def _plain(line: str) -> str:
    return _MARKUP.sub(lambda found: found[1] or "", line)
