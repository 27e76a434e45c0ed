"""The examiner's checklist: questions that only a person can answer by looking, and the answers in their text form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gauntlet_desktop.core.artifacts import SEEN, Artifact
from gauntlet_desktop.core.records import Box

LONGEST_REMARK = 1_000
_SIDE = 1_000_000
_BOX = re.compile(r"\s*(\d{1,7})[\s,;]+(\d{1,7})[\s,;]+(\d{1,7})[\s,;×x]+(\d{1,7})\s*")
_VALUE = re.compile(r"([a-z][a-z-]{1,39}) (yes|no|cannot_tell|open)(?: (\d{1,7} \d{1,7} \d{1,7} \d{1,7}))?")


class Reply(StrEnum):
    """What an examiner answers; `OPEN` withdraws an answer."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"
    OPEN = "open"


REPLY_WORDS = {Reply.YES: "Yes", Reply.NO: "No", Reply.CANNOT_TELL: "Cannot tell", Reply.OPEN: ""}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question (the id of an artifact), where it was seen, and why. An open one says no more."""

    question: str
    reply: Reply
    box: Box | None = None
    note: str = ""

    @property
    def value(self) -> str:
        """The answer without its note, as a case keeps it: "finger-count yes 10 20 30 40"."""
        box = self.box
        place = f" {box.x} {box.y} {box.width} {box.height}" if box else ""
        return f"{self.question} {self.reply}{place}"


@dataclass(frozen=True, slots=True)
class Observation:
    """An answer for a report: the question in words, who answered and when ("" where nobody kept it), and about which
    image ("": that of the report)."""

    group: str
    question: str
    reply: str
    box: Box | None = None
    note: str = ""
    actor: str = ""
    occurred: str = ""
    sha256: str = ""


def questions(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """The artifacts that only somebody who understands the picture can judge."""
    return tuple(artifact for artifact in artifacts if artifact.judged_by == SEEN)


def parse_answer(value: str, note: str = "") -> Answer:
    """The answer that `Answer.value` wrote; raises ValueError for any other text."""
    match = _VALUE.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is no answer")
    box = parse_box(match.group(3)) if match.group(3) else None
    answer = Answer(match.group(1), Reply(match.group(2)), box, note)
    if answer.value != value or (answer.reply is Reply.OPEN and (box or note)):
        raise ValueError(f"{value!r} is no answer")
    return answer


def parse_box(text: str) -> Box:
    """A region typed as four whole numbers: x, y, width, height; raises ValueError for anything else."""
    match = _BOX.fullmatch(text)
    x, y, width, height = (int(number) for number in match.groups()) if match else (0, 0, 0, 0)
    if not (0 < width <= _SIDE and 0 < height <= _SIDE and max(x, y) <= _SIDE):
        raise ValueError(f"{text!r} is no region")
    return Box(x, y, width, height)


def box_text(box: Box | None) -> str:
    """A region as `parse_box` takes it; "" for the whole picture."""
    return f"{box.x}, {box.y}, {box.width}, {box.height}" if box else ""


def answer_in_words(value: str, names: Mapping[str, str]) -> str:
    """An answer's value for people, with the name of its question: "“Hands” yes, at x 10, y 20, 30 × 40 px". A text
    that is none is given back as it is; a question without a name stands by its id."""
    try:
        answer = parse_answer(value)
    except ValueError:
        return value
    box, reply = answer.box, REPLY_WORDS[answer.reply].lower() or "withdrawn"
    place = f", at x {box.x}, y {box.y}, {box.width} × {box.height} px" if box else ""
    return f"“{names.get(answer.question, answer.question)}” {reply}{place}"


def observations(artifacts: Iterable[Artifact], answers: Mapping[str, Answer]) -> tuple[Observation, ...]:
    """The answers that were given, in the order of the questions."""
    return tuple(
        Observation(
            artifact.group, f"{artifact.name}: {artifact.description}", REPLY_WORDS[given.reply], given.box, given.note
        )
        for artifact in artifacts
        if (given := answers.get(artifact.id)) is not None and given.reply is not Reply.OPEN
    )
