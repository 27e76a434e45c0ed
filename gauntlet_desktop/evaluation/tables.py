"""Lays the figures of an evaluation out as tables of plain text, which Markdown and the page only typeset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]

NOT_MEASURED = "–"
DELIVERIES = {"clean_to_web": "clean to web", "clean_to_hard": "clean to hard"}
GROUPS = {"real_sources": "Camera source", "fake_sources": "Generated source", "generators": "Generator"}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the first column holds what a row is about, those in `prose` sentences and names. `note`
    explains, "" where nothing needs to be."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    prose: frozenset[int] = frozenset({0})


def leak_table(leaks: Figures) -> Table:
    rows = [[entry["check"].replace("_", " "), number(entry["auc"], 2), entry["severity"], entry["sentence"]]
            for entry in leaks["checks"]]  # fmt: skip
    together, repeated = leaks["together"], leaks["duplicates"]
    rows.append(["all together", number(together["auc"], 2), together["severity"], together["sentence"]])
    severity = "severe" if repeated["across_classes"] else "none"
    rows.append(["exact duplicates", NOT_MEASURED, severity, repeated["sentence"]])
    return Table("Leak checks", ["Feature", "AUC", "Leak", "What it says"], rows, prose=frozenset({0, 3}))


def overview_table(systems: Mapping[str, Figures]) -> Table:
    """One row a system and condition: what a reader looks for first."""
    rows = [
        [
            name,
            condition,
            with_interval(figures, "auc"),
            number(figures.get("accuracy")),
            with_interval(figures, "cllr"),
            number(figures.get("min_cllr")),
            percent(figures.get("coverage")),
            percent(figures.get("error_of_accepted")),
        ]
        for name, entry in systems.items()
        for condition, figures in entry["conditions"].items()
    ]
    header = ["System", "Condition", "AUC", "Accuracy at LR 1", "Cllr", "min Cllr", "Takes a side", "Of these wrong"]
    return Table("Overview", header, rows, prose=frozenset({0, 1}))


def pooled_table(figures: Figures) -> Table:
    """All pooled measures of one system, a column a condition."""
    conditions = figures["conditions"]
    rows = [[name, *(cell(entry) for entry in conditions.values())] for name, cell in _POOLED]
    if not any(set(row[1:]) - {NOT_MEASURED} for row in rows[_FIRST_CALIBRATED:]):
        rows = rows[:_FIRST_CALIBRATED]
    note = "In brackets: 95 % bootstrap intervals over sources for AUC, AP, Cllr and ECE; Clopper-Pearson for rates."
    return Table("Pooled", ["Measure", *conditions], rows, note)


def flip_table(figures: Figures) -> Table | None:
    """What re-delivery does to verdicts; None without verdicts or deliveries."""
    names = ("changed_side", "changed_at_all", "changed_tier")
    rows = [
        [title, *(percent(figures[key][name]) for name in names)] for key, title in DELIVERIES.items() if key in figures
    ]
    header = ["Delivery", "Changed side", "Changed side, or whether it takes one", "Changed tier"]
    return Table("Verdicts changed by re-delivery", header, rows) if rows else None


def false_alarm_table(figures: Figures) -> Table | None:
    """How often each camera source is answered towards "made by a generative model"; None without verdicts."""
    conditions = figures["conditions"]
    sources = {name: entry["real_sources"] for name, entry in conditions.items()}
    if not any("ai_supported" in entry for groups in sources.values() for entry in groups.values()):
        return None
    columns = (("AI supported", "ai_supported"), ("leans AI", "leans_ai"))
    rows = [
        [
            _named(name, conditions, "real_sources"),
            *(percent(groups.get(name, {}).get(column)) for groups in sources.values() for _, column in columns),
        ]
        for name in _names(conditions, "real_sources")
    ]
    header = ["Camera source", *(f"{condition}: {name}" for condition in conditions for name, _ in columns)]
    return Table("False alarms by camera source", header, rows)


def separation_table(figures: Figures, key: str) -> Table:
    """AUC and the answers of each source or generator, all conditions side by side."""
    conditions = figures["conditions"]
    calibrated = any("over_even" in entry for c in conditions.values() for entry in c[key].values())
    # The false alarms of camera sources have a table of their own.
    answers = ("LR over 1",) if key == "real_sources" else ("AI supported", "LR over 1")
    what = ("AUC", *answers) if calibrated else ("AUC", "AP")
    header = [GROUPS[key], *(f"{condition}: {name}" for condition in conditions for name in what)]
    rows = [
        [_named(name, conditions, key), *(cell for c in conditions.values() for cell in _cells(c[key].get(name), what))]
        for name in _names(conditions, key)
    ]
    return Table(f"{GROUPS[key]}s", header, rows)


def decision_table(figures: Figures, key: str, condition: str) -> Table | None:
    """Decisions at LR 1 for each source or generator in one condition; None without likelihood ratios."""
    rows = [
        [
            f"{name} ({entry['n']})",
            *(number(entry[measure]) for measure in ("auc", "ap", "accuracy", "precision", "recall", "f1")),
            *(str(entry["confusion"][count]) for count in _CONFUSION),
        ]
        for name, entry in figures["conditions"][condition][key].items()
        if "confusion" in entry
    ]
    header = [GROUPS[key], "AUC", "AP", "Accuracy", "Precision", "Recall", "F1", "TP", "FN", "FP", "TN"]
    note = (
        "At a probability of 0.5 for an even prior, each group against the whole other class, both weighing the same; "
        "the counts are of images."
    )
    return Table(f"{GROUPS[key]}s, {condition}: decisions at LR 1", header, rows, note) if rows else None


def latency_table(performance: Figures) -> Table:
    rows = [
        [name, f"{1000 * entry['median_seconds']:.0f} ms", f"{1000 * entry['p95_seconds']:.0f} ms", str(entry["n"])]
        for name, entry in performance["latency"].items()
    ]
    return Table(
        "Time a picture", ["Scorer", "Median", "95th percentile", "Scores"], rows, performance_note(performance)
    )


def performance_note(performance: Figures) -> str:
    memory = performance["peak_memory_bytes"]
    used = f"; peak memory of the process {memory / (1 << 20):.0f} MiB" if memory else ""
    return f"As measured on this machine ({performance['machine']}){used}."


def failure_table(document: Figures) -> Table | None:
    """What gave no score and why, the first of each kind; None when everything did."""
    failures = document["failures"]
    rows = [["unreadable", entry["member"], entry["reason"]] for entry in failures["unreadable"]["first"]]
    for scorer, named in failures["scorers"].items():
        rows += [[f"{scorer}, {entry['condition']}", entry["member"], entry["reason"]] for entry in named["first"]]
    rows += [["out of scope", entry["member"], entry["reason"]] for entry in document["out_of_scope"]["first"]]
    total = document["out_of_scope"]["count"] + failures["unreadable"]["count"]
    total += sum(named["count"] for named in failures["scorers"].values())
    note = f"The first {len(rows)} of {total}." if total > len(rows) else ""
    return (
        Table("Pictures without a score", ["What", "Picture", "Why"], rows, note, frozenset({0, 1, 2}))
        if rows
        else None
    )


def image_sentence(document: Figures) -> str:
    """How many images the figures rest on, and what became of the others."""
    counts = document["images"]
    failed = sum(named["count"] for named in document["failures"]["scorers"].values())
    reused = document["reused_scores"]
    return (
        f"{counts['scored']} of {counts['found']} images scored; {counts['out_of_scope']} out of scope, "
        f"{counts['unreadable']} unreadable, {failed} scores failed"
        + (f"; {reused} scores are of an earlier run in this folder." if reused else ".")
    )


def percent(rate: Mapping[str, float] | None) -> str:
    """A rate as "5.0 % (3.1 to 7.9)"."""
    if rate is None:
        return NOT_MEASURED
    return f"{100 * rate['rate']:.1f} % ({100 * rate['low']:.1f} to {100 * rate['high']:.1f})"


def number(value: float | None, digits: int = 3) -> str:
    return NOT_MEASURED if value is None else f"{value:.{digits}f}"


def with_interval(figures: Figures, key: str) -> str:
    """A measure with its bootstrap interval, where it has one."""
    interval = figures["intervals"].get(key)
    text = number(figures.get(key))
    return f"{text} ({interval[0]:.3f} to {interval[1]:.3f})" if interval else text


def _measure(key: str) -> Callable[[Figures], str]:
    return lambda entry: with_interval(entry, key)


def _rate(key: str) -> Callable[[Figures], str]:
    return lambda entry: percent(entry.get(key))


def _counts(entry: Figures) -> str:
    return "{true_positive} / {false_negative} / {false_positive} / {true_negative}".format(**entry["confusion"])


_CONFUSION = ("true_positive", "false_negative", "false_positive", "true_negative")
_POOLED: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("images: camera / generated", lambda entry: f"{entry['n_real']} / {entry['n_fake']}"),
    ("AUC", _measure("auc")),
    ("AP", _measure("ap")),
    ("Cllr", _measure("cllr")),
    ("min Cllr", _measure("min_cllr")),
    ("Cllr - min Cllr", _measure("cllr_minus_min")),
    ("ECE", _measure("ece")),
    ("accuracy at LR 1", _measure("accuracy")),
    ("precision", _measure("precision")),
    ("recall", _measure("recall")),
    ("F1", _measure("f1")),
    ("TP / FN / FP / TN", lambda entry: _counts(entry) if "confusion" in entry else NOT_MEASURED),
    ("verdicts that take a side", _rate("coverage")),
    ("of these wrong", _rate("error_of_accepted")),
    ("strongest 40 %, or more: share answered", lambda entry: percent(entry.get("strongest", {}).get("coverage"))),
    ("of these wrong at LR 1", lambda entry: percent(entry.get("strongest", {}).get("error"))),
    ("without a likelihood ratio", lambda entry: str(entry["without_lr"])),
)
_FIRST_CALIBRATED = 3


def _cells(entry: Figures | None, what: Iterable[str]) -> list[str]:
    shown = entry or {}
    texts = {
        "AUC": number(shown.get("auc")),
        "AP": number(shown.get("ap")),
        "AI supported": percent(shown.get("ai_supported")),
        "LR over 1": percent(shown.get("over_even")),
    }
    return [texts[name] for name in what]


def _names(conditions: Figures, key: str) -> list[str]:
    return sorted({name for entry in conditions.values() for name in entry[key]})


def _named(name: str, conditions: Figures, key: str) -> str:
    return f"{name} ({max(entry[key][name]['n'] for entry in conditions.values() if name in entry[key])})"
