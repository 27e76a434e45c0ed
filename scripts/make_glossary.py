"""Writes the glossary of the window and of reports from docs/glossary.md and docs/glossary.de.md: make_glossary.py"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "gauntlet_desktop" / "resources" / "glossary.json"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)|`([^`]+)`")


def glossary() -> dict[str, list[dict[str, str]]]:
    """The entries by language, in the order of the documents. Raises ValueError for a German entry without a term."""
    english = [(term, meaning) for term, meaning, *_ in _rows(ROOT / "docs" / "glossary.md")]
    german = [(english_term, term, meaning) for english_term, term, meaning in _rows(ROOT / "docs" / "glossary.de.md")]
    if unknown := {row[0] for row in german} - {term for term, _ in english}:
        raise ValueError(f"no terms of the glossary: {unknown}")
    return {
        "en": [{"term": term, "meaning": meaning} for term, meaning in english],
        "de": [{"term": term, "meaning": meaning} for _, term, meaning in german],
    }


def as_text() -> str:
    return json.dumps(glossary(), ensure_ascii=False, indent=1) + "\n"


def _rows(path: Path) -> list[list[str]]:
    """The cells of the document's table, without its head, as plain text."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[_plain(cell.strip()) for cell in line.strip("|").split("|")] for line in lines[2:]]


def _plain(cell: str) -> str:
    return _LINK.sub(lambda found: found[1] or found[2], cell)


if __name__ == "__main__":
    OUT.write_text(as_text(), encoding="utf-8")
