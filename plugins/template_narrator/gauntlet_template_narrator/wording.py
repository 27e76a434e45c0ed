"""What a wording consists of: the templates of one language and register, and how values are put into them.

No template holds a digit: each number in a sentence comes from a record. The texts that a record holds are in English;
`phrases` rewords those that are known, and what is not known is quoted as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from gauntlet_desktop.core.records import C2paState, Finding, Tier
from gauntlet_desktop.core.safe_text import visible

_MAX_QUOTED = 120
_MAX_SENTENCE = 400
_NUMBER = r"[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_SEPARATOR = re.compile(r"(, |; )")
_SENTENCE_END = re.compile(r"(?<=\.) ")
_PLACE = re.compile(r"\\{(\w+)\\}")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What is said of one finding rule. An empty `name` is the record's own; `plain` and `technical` are one sentence
    each, for that register, on what is measured and what else leads to it; empty: nothing more is said."""

    name: str = ""
    plain: str = ""
    technical: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """All sentences of one language and register; an empty one is not said in this register.

    `places` are the nine zones of a picture, from the upper left, each as it follows on the words before it.
    `unknown` gives a sentence of the record, in English, that `phrases` does not know.
    """

    generated: str
    camera: str
    tiers: Mapping[Tier, str]
    ratio: str
    no_support: str
    strengths: Mapping[str, str]
    verbal: str
    no_verbal: str
    bounds: str
    bound_reached: str
    ladder_stable: str
    ladder_changed: str
    ladder_outside: str
    rests_on: str
    fused: str
    prior: str
    error_rate: str
    error_rates: Mapping[str, str]
    out_of_scope: str
    failed: str
    score: str
    own_ratio: str
    uncalibrated: str
    experimental: str
    conflict: str
    heatmap: str
    heatmap_even: str
    finding: str
    finding_alone: str
    claims: Mapping[str, str]
    observation: str
    observation_alone: str
    weak: str
    history: str
    region: str
    unremarkable: str
    c2pa: Mapping[C2paState, str]
    c2pa_maker: str
    declared: Mapping[str, str]
    limit_verdict: str
    limit_population: str
    limit_findings: str
    limit_scale: str
    places: tuple[tuple[str, str, str], ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One language and register. `phrases` are (English pattern, words): `{n}` and other names that begin with "n_"
    stand for numbers, any other name for a list whose items are reworded too. `rules` are by the artifact, and `units`
    by the unit, that a record names: a rule that was renamed is not known, and told by its own name."""

    language: str
    register: str
    templates: Templates
    rules: Mapping[str, RuleWords]
    phrases: tuple[tuple[str, str], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."

    def number(self, value: float, digits: int = 3) -> str:
        """That many significant digits, without an exponent where six digits do."""
        return self._localised(number(value, digits))

    def percent(self, share: float) -> str:
        """A share 0..1 in per cent, three significant digits; as many more as keep it from reading as certainty."""
        return self._localised(percent(share))

    def quoted(self, untrusted_text: str) -> str:
        """A text of a plugin or a file, visible and bounded."""
        return visible(untrusted_text, _MAX_QUOTED)

    def sentence(self, text: str) -> str:
        """A sentence or more of the record in this wording; what is not known of them as `unknown` gives it."""
        shown = visible(text, _MAX_SENTENCE)
        whole = self._reworded(shown)
        if whole is not None:
            return whole
        parts = [(each, self._reworded(each)) for each in _SENTENCE_END.split(shown)]
        if not any(known for _, known in parts):
            return self.templates.unknown.format(text=shown)
        return " ".join(known or self.templates.unknown.format(text=each) for each, known in parts)

    def listed(self, text: str) -> str:
        """A list of the record in this wording; what is not known of it stays as it is."""
        items = _SEPARATOR.split(visible(text, _MAX_SENTENCE))
        return "".join(self._item(item) for item in items)

    def artifact(self, finding: Finding) -> str:
        """What a rule looks for; by its own name where no other is known."""
        return self._rule(finding).name or self.quoted(finding.artifact)

    def unit(self, finding: Finding) -> str:
        return self.units.get(finding.unit) or self.quoted(finding.unit)

    def meaning(self, finding: Finding) -> str:
        """The sentence on what the rule measures, for this register; empty where there is none."""
        words = self._rule(finding)
        return words.plain if self.register == "plain" else words.technical

    def _rule(self, finding: Finding) -> RuleWords:
        return self.rules.get(finding.artifact, RuleWords())

    def _item(self, text: str) -> str:
        known = self._reworded(text)
        return text if known is None else known

    def _reworded(self, text: str) -> str | None:
        for pattern, words in self.phrases:
            if found := _compiled(pattern).fullmatch(text):
                values = {name: self._value(name, value) for name, value in found.groupdict().items()}
                return words.format(**values)
        return None

    def _value(self, name: str, value: str) -> str:
        return self._localised(value) if _is_number(name) else self.listed(value)

    def _localised(self, shown: str) -> str:
        return shown.replace(".", self.decimal)


def number(value: float, digits: int = 3) -> str:
    """A number with that many significant digits, without an exponent where six digits do."""
    return f"{float(f'{value:.{digits}g}'):g}"


def percent(share: float) -> str:
    """A share 0..1 in per cent with three significant digits, or as many more as keep it from reading as certainty."""
    digits = next((n for n in (3, 4, 5, 6) if share == 1.0 or number(100.0 * share, n) != "100"), 6)
    return number(100.0 * share, digits)


def _is_number(name: str) -> bool:
    return name == "n" or name.startswith("n_")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(_group, re.escape(pattern)))


def _group(place: re.Match[str]) -> str:
    name = place[1]
    return f"(?P<{name}>{_NUMBER if _is_number(name) else '.+'})"
