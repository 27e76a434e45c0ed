"""Writes a detector's model card, as JSON and as Markdown, from what training, calibration and evaluation measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.evaluation.table import markdown_table

JSON_NAME = "model_card.json"
MARKDOWN_NAME = "MODEL_CARD.md"
# Under this pooled AUC in the web condition a detector's answers are to be treated as an experiment.
LEAST_WEB_AUC = 0.70
AIM_FALSE_SUPPORT = 0.03
AIM_COVERAGE, AIM_ERROR = 0.40, 0.10
AIM_CLLR_GAP = 0.05
AIM_FLIPS = 0.10


@dataclass(frozen=True, slots=True)
class Statement:
    """What only the author of a detector can say; plain sentences."""

    title: str
    summary: str
    licence: str
    architecture: Sequence[str]
    intended_use: Sequence[str]
    failures: Sequence[str]
    limits: Sequence[str]
    data_note: str
    cut_off: str


def write_model_card(
    statement: Statement,
    training: Mapping[str, Any],
    calibration: Mapping[str, Any],
    evaluation: Mapping[str, Any],
    out_dir: Path,
) -> dict[str, Any]:
    """Write model_card.json and MODEL_CARD.md into `out_dir` and return the card.

    The arguments are the documents training.json, calibration.json and evaluation.json. `experimental` in the card is
    measured, not chosen.
    """
    experimental = evaluation["conditions"]["web"]["auc"] < LEAST_WEB_AUC
    card = {
        "schema": 1,
        "title": statement.title,
        "detector": calibration["detector"],
        "version": calibration["detector_version"],
        "weights_sha256": calibration["weights_sha256"],
        "experimental": experimental,
        "summary": statement.summary,
        "licence": statement.licence,
        "architecture": list(statement.architecture),
        "intended_use": list(statement.intended_use),
        "failures": list(statement.failures),
        "limits": list(statement.limits),
        "data": {
            "note": statement.data_note,
            "cut_off": statement.cut_off,
            "trained_on": training["sources"],
            "dropped": training["dropped"],
            "calibrated_and_evaluated_on": calibration["fitted_on"]["sources"],
        },
        "training": {key: training[key] for key in ("recipe", "parameters", "seed", "effort")},
        "aims": aims(evaluation),
        "evaluation": dict(evaluation),
    }
    (out_dir / JSON_NAME).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    (out_dir / MARKDOWN_NAME).write_text(_markdown(card), encoding="utf-8")
    return card


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
    status = "**Experimental**: pooled AUC in the web condition is under 0.70." if card["experimental"] else ""
    data = card["data"]
    parts = [
        f"# {card['title']} {card['version']}",
        card["summary"],
        status,
        f"Weights SHA-256 `{card['weights_sha256']}`, licence {card['licence']}.",
        _section("How it works", card["architecture"]),
        _section("Intended use", card["intended_use"]),
        _section("Where it fails", card["failures"]),
        _section("Limits of these figures", card["limits"]),
        "## Data\n\n" + data["note"],
        data["cut_off"],
        _counts("Trained on (crops of 256 px)", data["trained_on"]),
        _counts("Calibrated and evaluated on, never trained on", data["calibrated_and_evaluated_on"]),
        "## Training\n\n" + _training(card["training"], data["dropped"]),
        "## Aims, in the web condition\n\n" + _aims_table(card["aims"]),
        "## Figures on unseen sources\n\nRates are followed by their 95 % intervals (Clopper-Pearson). Each source is "
        "judged by a calibration that never saw it.\n\n" + markdown_table(card["evaluation"]).rstrip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, sentences: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {sentence}" for sentence in sentences)


def _counts(title: str, sources: Mapping[str, Mapping[str, int]]) -> str:
    lines = [
        f"- {label}: " + ", ".join(f"{name} {count}" for name, count in group.items())
        for label, group in sources.items()
    ]
    return f"{title}:\n\n" + "\n".join(lines)


def _training(training: Mapping[str, Any], dropped: Mapping[str, int]) -> str:
    steps, minutes = training["effort"]["step"], training["effort"]["seconds"] / 60
    left_out = ", ".join(f"{reason} {count}" for reason, count in dropped.items())
    return (
        f"Recipe `{training['recipe']}`, seed {training['seed']}, {steps} steps in {minutes:.0f} "
        f"minutes on a CPU. Left out before training: {left_out}. No checkpoint was selected: the averaged weights "
        f"after the last step are shipped. Parameters: `{json.dumps(training['parameters'])}`"
    )


def _aims_table(entries: Sequence[Mapping[str, Any]]) -> str:
    rows = [f"| {e['aim']} | {e['measured']} | {'yes' if e['met'] else 'no'} |" for e in entries]
    return "\n".join(["| aim | measured | met |", "| --- | --- | --- |", *rows])
