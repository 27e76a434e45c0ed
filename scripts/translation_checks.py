"""Whether the translations of a .ts file are complete and fit what they translate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

# "{name}", "{name!r}", "{name:,}" and "{}", "%Ln", "%n" and "%1", and the patterns of a file dialog: all stay as they
# are, in any order.
_KEPT = re.compile(r"\{\w*(?:![rs])?(?::[^{}]*)?\}|%L?n|%\d|\*\.\w+|;;")
_MNEMONIC = re.compile(r"&(?=\w)")
_ENDS = ("…", ".", ":", "?")


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its translations: one, or one a plural form; none where it is unfinished."""

    source: str
    comment: str
    translations: tuple[str, ...]


def messages(file: Path) -> tuple[Message, ...]:
    """All messages of a .ts file of this repository."""
    return tuple(_message(node) for node in ElementTree.parse(file).iter("message"))


def faults(file: Path) -> Iterator[str]:
    """A sentence for each translation that is missing or does not fit."""
    for message in messages(file):
        if not message.translations or not all(message.translations):
            yield f"“{message.source}” is not translated."
        for translation in filter(None, message.translations):
            for what, of in _TRAITS.items():
                if of(message.source) != of(translation):
                    yield f"“{message.source}” and “{translation}” differ in {what}."


def _message(node: ElementTree.Element) -> Message:
    translation = node.find("translation")
    assert translation is not None
    forms = translation.findall("numerusform") or [translation]
    finished = "type" not in translation.attrib
    texts = tuple(form.text or "" for form in forms) if finished else ()
    return Message(node.findtext("source", ""), node.findtext("comment", ""), texts)


def _end(text: str) -> str:
    return next((end for end in _ENDS if text.endswith(end)), "")


_TRAITS = {
    "their placeholders": lambda text: sorted(_KEPT.findall(text)),
    "their mnemonics": lambda text: len(_MNEMONIC.findall(text)),
    "how they end": _end,
    "the space around them": lambda text: (len(text) - len(text.lstrip()), len(text) - len(text.rstrip())),
}
