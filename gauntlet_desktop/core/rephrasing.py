"""Checks a language model's rewording of sentences: what it says must be what the records say.

Each number, and each word that carries a claim, must come back in the same order; few other new words may come in.
It is strict on purpose: a sentence that does not pass stays as the template wrote it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gauntlet_desktop.core.model_output import MAX_REMARKS, OutputRejected, find_json
from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.core.safe_text import visible

# What a file declares is its own text: it never goes to a model.
UNTRUSTED_SECTIONS = ("provenance",)
MAX_GROWTH = 1.6
MAX_NEW_WORDS = 0.5

_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that claim, bound, deny or name a side, most of them by their stems.
_CLAIM = re.compile(
    r"(support|lean|inconclusive|evidence|probab|likel|certain|confiden|prove|proof|show|indicat|suggest|demonstrat|confirm|"
    r"establish|generat|synth|artificial|camera|photo|captur|real|authentic|genuin|fake|forg|manipulat|alter|edit|origin|"
    r"declar|untrust|trust|valid|calibrat|experimental|scope|conflict|oppos|resembl|wrong|error|fail|ratio|prior|posterior|"
    r"bound|floor|cap|stratum|stable|percent|human|model|detector)\w*"
    r"|(no|not|never|none|nor|neither|without|cannot|nothing|only|may|might|can|at|over|under|above|below)$"
)
_FREE = re.compile(
    r"(a|an|the|of|to|in|on|is|are|was|were|be|been|by|it|its|this|that|these|those|and|or|as|with|for|from|than|then|so|"
    r"which|who|what|when|where|there|here|has|have|had|does|do|did|will|would|also|about|one|all|each)$"
)


def claims(text: str) -> tuple[str, ...]:
    """The numbers, denials and claiming words of a text, in order; equal claims say the same."""
    tokens = []
    for match in re.finditer(f"{_NUMBER.pattern}|{_WORD.pattern}", text):
        token = match.group().lower()
        if _NUMBER.fullmatch(token):
            tokens.append(token.replace("−", "-"))
        elif found := _CLAIM.match(token):
            tokens.append(found.group(1) or found.group(2))
    return tuple(tokens)


def why_refused(original: str, new: str) -> str:
    """Why a rewording is not taken; "" when it says what the original says."""
    if not new.strip():
        return "it is empty"
    if len(new) > MAX_GROWTH * len(original) + 20:
        return "it is much longer"
    if numbers(original) != numbers(new):
        return "its numbers differ"
    if claims(original) != claims(new):
        return "it claims something else"
    words = [word.lower() for word in _WORD.findall(new) if not _FREE.match(word.lower())]
    added = Counter(words) - Counter(word.lower() for word in _WORD.findall(original))
    if words and added.total() > MAX_NEW_WORDS * len(words):
        return "it has too many new words"
    return ""


def numbers(text: str) -> list[str]:
    """The numbers of a text as they stand there, with a plain minus sign."""
    return [number.replace("−", "-") for number in _NUMBER.findall(text)]


def to_rephrase(sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """The numbers of the sentences that may be reworded: none that quotes the file."""
    return tuple(number for number, each in enumerate(sentences) if each.section not in UNTRUSTED_SECTIONS)


def sentences_as_json(asked: Sequence[tuple[int, Sentence]]) -> str:
    """The sentences as a prompt gives them: a JSON list of {"id", "records", "text"}."""
    items = [{"id": number, "records": list(each.records), "text": each.text} for number, each in asked]
    return json.dumps(items, ensure_ascii=False)


def parse_rephrased(untrusted_text: str, asked: Sequence[tuple[int, Sentence]]) -> dict[int, str]:
    """The rewordings in an answer {"sentences": [{"id", "records", "text"}]}, by number. Raises OutputRejected unless
    it has exactly the ids and the records that were asked for."""
    found = find_json(untrusted_text)
    items = found.get("sentences") if isinstance(found, dict) and found.keys() == {"sentences"} else None
    if not isinstance(items, list) or len(items) > max(MAX_REMARKS, len(asked)):
        raise OutputRejected('The answer is to be an object with one key, "sentences", and a list.')
    texts = dict(_reworded(item) for item in items)
    expected = {(number, sentence.records) for number, sentence in asked}
    if set(texts) != expected or len(texts) != len(items):
        raise OutputRejected("Each sentence is to come back once, with its own id and its own records.")
    return {number: text for (number, _), text in texts.items()}


def checked(sentence: Sentence, untrusted_text: str) -> tuple[Sentence, str]:
    """The sentence in new words, and ""; or as it was, and why."""
    text = visible(" ".join(untrusted_text.split()))
    why = why_refused(sentence.text, text)
    return (sentence, why) if why else (replace(sentence, text=text), "")


def _reworded(item: Any) -> tuple[tuple[int, tuple[str, ...]], str]:
    if not isinstance(item, dict) or item.keys() != {"id", "records", "text"}:
        raise OutputRejected("Each sentence has the keys id, records and text.")
    number, records, text = item["id"], item["records"], item["text"]
    if type(number) is not int or not isinstance(text, str) or not isinstance(records, list):
        raise OutputRejected("An id is a number, records are a list, a text is text.")
    if not all(isinstance(record, str) for record in records):
        raise OutputRejected("Records are named by text.")
    return (number, tuple(records)), text
