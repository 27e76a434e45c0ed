"""Writes a detector's model card, as JSON and as Markdown, from what training, calibration and evaluation measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.table import bullet_list, cell, render, system_tables
from gauntlet_desktop.evaluation.tables import leak_table

JSON_NAME = "model_card.json"
MARKDOWN_NAME = "MODEL_CARD.md"
# Under this pooled AUC in the web condition a detector's answers are to be treated as an experiment.
LEAST_WEB_AUC = 0.70
_WEAK = "pooled AUC in the web condition is under 0.70."
AIM_FALSE_SUPPORT = 0.03
AIM_COVERAGE, AIM_ERROR = 0.40, 0.10
AIM_CLLR_GAP = 0.05
AIM_FLIPS = 0.10
# Named among the measured failures: so many classes of either kind, with so many images, at least this bad.
NAMED_CLASSES, LEAST_IMAGES, ALARMING_RATE = 3, 10, 0.25


@dataclass(frozen=True, slots=True)
class Statement:
    """What only the author of a detector can say; plain sentences. `licences` are notes by source. `experimental` says
    why the detector is experimental although its pooled figures would not make it so (empty: they decide)."""

    title: str
    summary: str
    licence: str
    architecture: Sequence[str]
    intended_use: Sequence[str]
    failures: Sequence[str]
    limits: Sequence[str]
    data_note: str
    cut_off: str
    licences: Mapping[str, str] = field(default_factory=dict)
    experimental: str = ""


def write_model_card(
    statement: Statement,
    training: Mapping[str, Any],
    calibration: Mapping[str, Any],
    evaluation: Mapping[str, Any],
    out_dir: Path,
) -> dict[str, Any]:
    """Write model_card.json and MODEL_CARD.md into `out_dir` and return the card.

    The arguments are the documents training.json and calibration.json, and the figures that `evaluate` returns.
    `measured_failures` in the card are measured, not chosen, and so is `experimental`, but that the statement may be
    stricter. Raises EnvironmentFault.
    """
    weak = evaluation["conditions"]["web"]["auc"] < LEAST_WEB_AUC
    card = {
        "schema": 2,
        "title": statement.title,
        "detector": calibration["detector"],
        "version": calibration["detector_version"],
        "weights_sha256": calibration["weights_sha256"],
        "experimental": weak or bool(statement.experimental),
        "experimental_because": _WEAK if weak else statement.experimental,
        "summary": statement.summary,
        "licence": statement.licence,
        "architecture": list(statement.architecture),
        "intended_use": list(statement.intended_use),
        "failures": list(statement.failures),
        "measured_failures": measured_failures(evaluation),
        "limits": list(statement.limits),
        "data": {
            "note": statement.data_note,
            "cut_off": statement.cut_off,
            "licences": dict(statement.licences),
            "generators_measured": generators(evaluation),
            "trained_on": training["sources"],
            "dropped": training["dropped"],
            "calibrated_and_evaluated_on": calibration["fitted_on"]["sources"],
        },
        "training": {
            key: training[key] for key in ("recipe", "parameters", "seed", "effort", "selected") if key in training
        },
        "aims": aims(evaluation),
        "evaluation": _without_curves(evaluation),
    }
    write_files(out_dir, {JSON_NAME: json.dumps(card, indent=2) + "\n", MARKDOWN_NAME: _markdown(card)})
    return card


def generators(evaluation: Mapping[str, Any]) -> dict[str, int]:
    """The generators that figures exist for, with the number of their images."""
    found = {name: entry["n"] for c in evaluation["conditions"].values() for name, entry in c["generators"].items()}
    return dict(sorted(found.items()))


def measured_failures(evaluation: Mapping[str, Any]) -> list[str]:
    """The worst classes by what was measured in the web condition, in words: camera sources that are taken for
    generated ones, and generators that are missed or hardly told apart. At least ten images are needed to be named."""
    web = evaluation["conditions"]["web"]
    return [
        *(
            f"Camera images of {name}: {_share(entry['over_even'])} have an LR over 1, "
            f"{_share(entry['ai_supported'])} are answered “AI supported” ({entry['n']} images)."
            for name, entry in _worst(web["real_sources"], lambda entry: -float(entry["over_even"]["rate"]))
            if entry["over_even"]["rate"] > ALARMING_RATE
        ),
        *(
            f"Images by {name}: AUC {entry['auc']:.2f}; {_share(entry['towards_camera'])} lean to a camera or more "
            f"({entry['n']} images)."
            for name, entry in _worst(web["generators"], lambda entry: float(entry["auc"]))
            if entry["auc"] < LEAST_WEB_AUC
        ),
    ]


def _worst(
    groups: Mapping[str, Mapping[str, Any]], badness: Callable[[Mapping[str, Any]], float]
) -> list[tuple[str, Mapping[str, Any]]]:
    """The three groups with the lowest value of `badness` among those with enough images and likelihood ratios."""
    enough = [(name, entry) for name, entry in groups.items() if entry["n"] >= LEAST_IMAGES and "over_even" in entry]
    return sorted(enough, key=lambda item: badness(item[1]))[:NAMED_CLASSES]


def _without_curves(evaluation: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without the points of the plots, which the evaluation's own page shows."""
    conditions = {
        name: {key: value for key, value in entry.items() if key != "curves"}
        for name, entry in evaluation["conditions"].items()
    }
    return {**evaluation, "conditions": conditions}


def _share(rate: Mapping[str, float]) -> str:
    return f"{100 * rate['rate']:.0f} %"


def aims(evaluation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every aim of the design with what was measured in the web condition, met or not."""
    web = evaluation["conditions"]["web"]
    worst = max(web["real_sources"].items(), key=lambda entry: float(entry[1]["ai_supported"]["rate"]))
    coverage, error = web["coverage"]["rate"], web["error_of_accepted"]["rate"]
    flips = evaluation["clean_to_web"]["changed_at_all"]["rate"]
    measured = [
        ("pooled AUC at least 0.75", f"{web['auc']:.3f}", web["auc"] >= 0.75),
        (
            "“AI supported” on at most 3 % of any camera source",
            f"{100 * worst[1]['ai_supported']['rate']:.1f} % ({worst[0]})",
            worst[1]["ai_supported"]["rate"] <= AIM_FALSE_SUPPORT,
        ),
        (
            "at most 10 % error at 40 % coverage or more",
            f"{100 * error:.1f} % error at {100 * coverage:.1f} % coverage",
            coverage >= AIM_COVERAGE and error <= AIM_ERROR,
        ),
        ("Cllr - min Cllr under 0.05", f"{web['cllr_minus_min']:.3f}", web["cllr_minus_min"] < AIM_CLLR_GAP),
        ("at most 10 % of verdicts changed by re-delivery", f"{100 * flips:.1f} %", flips <= AIM_FLIPS),
    ]
    return [{"aim": aim, "measured": text, "met": bool(met)} for aim, text, met in measured]


def _markdown(card: Mapping[str, Any]) -> str:
    status = f"**Experimental**: {card['experimental_because']}" if card["experimental"] else ""
    data = card["data"]
    parts = [
        f"# {card['title']} {card['version']}",
        card["summary"],
        status,
        f"Weights SHA-256 `{card['weights_sha256']}`, licence {card['licence']}.",
        _section("How it works", card["architecture"]),
        _section("Intended use", card["intended_use"]),
        _section("Where it fails", card["failures"]),
        _section("Where it fails most, as measured in the web condition", map(cell, card["measured_failures"])),
        _section("Limits of these figures", card["limits"]),
        "## Data\n\n" + data["note"],
        data["cut_off"],
        _counts("Trained on (crops of 256 px)", data["trained_on"], data["licences"]),
        _counts("Calibrated and evaluated on, never trained on", data["calibrated_and_evaluated_on"], data["licences"]),
        "Generators in the figures below (images): "
        + ", ".join(f"{cell(name)} {count}" for name, count in data["generators_measured"].items())
        + ".",
        "## Training\n\n" + _training(card["training"], data["dropped"]),
        "## Aims, in the web condition\n\n" + _aims_table(card["aims"]),
        "## Figures on unseen sources\n\nRates are followed by their 95 % intervals (Clopper-Pearson). Each source is "
        "judged by a calibration that never saw it.\n\n" + _figures(card["evaluation"]),
        "## Leak checks of the data behind these figures\n\n"
        + render(leak_table(card["evaluation"]["leaks"]), titled=False),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, sentences: Iterable[str]) -> str:
    listed = bullet_list(sentences)
    return f"## {title}\n\n{listed}" if listed else ""


def _figures(evaluation: Mapping[str, Any]) -> str:
    return "\n\n".join(render(table) for table in system_tables(evaluation, complete=False))


def _counts(title: str, sources: Mapping[str, Mapping[str, int]], licences: Mapping[str, str]) -> str:
    """The sources of either class with their counts, each with the note on its licence where there is one."""
    lines = [
        f"{label}: " + ", ".join(_source(name, count, licences) for name, count in group.items())
        for label, group in sources.items()
    ]
    return f"{title}:\n\n{bullet_list(lines)}"


def _source(name: str, count: int, licences: Mapping[str, str]) -> str:
    return f"{cell(name)} {count}" + (f" ({licences[name]})" if name in licences else "")


def _training(training: Mapping[str, Any], dropped: Mapping[str, int]) -> str:
    effort = training["effort"]
    spent = f", {effort['step']} steps in {effort['seconds'] / 60:.0f} minutes on a CPU" if effort else ""
    left_out = ", ".join(f"{reason} {count}" for reason, count in dropped.items())
    selected = training.get("selected")
    choice = (
        f"The weights of step {selected['step']} were selected on sources set aside for that."
        if selected
        else "Nothing was selected: what the run ended with is shipped."
    )
    return (
        f"Recipe `{training['recipe']}`, seed {training['seed']}{spent}. Left out before training: {left_out}. "
        f"{choice} Parameters: `{json.dumps(training['parameters'])}`"
    )


def _aims_table(entries: Sequence[Mapping[str, Any]]) -> str:
    rows = [f"| {e['aim']} | {e['measured']} | {'yes' if e['met'] else 'no'} |" for e in entries]
    return "\n".join(["| aim | measured | met |", "| --- | --- | --- |", *rows])
