"""Made-up records for property tests: any part may be missing, and the measured parts hold any values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from gauntlet_desktop.core.likelihood import verbal_scale
from gauntlet_desktop.core.records import AnalysisRecord, Box, Finding, Reference, Rung, Tier
from tests.factories import failed_record, make_record, make_verdict, out_of_scope_record

_CONFLICTS = (
    "",
    "One detector leans to one side, the other to the other.",
    "Calibrated detectors disagree: patch-evidence supports “made by a generative model” (log10 LR +0.93), "
    "second supports “captured by a camera” (log10 LR -0.71).",
)
_REASONS = (
    "The score is usual for both classes: neither can be ruled out at 5 %.",
    "At most 2.5 % of validated camera images score this high.",
    "The likelihood ratio is under 2 either way: no support.",
    "The likelihood ratio is held at the cap that the validated images support.",
    "The answer changes side on one window of the image (JPEG 60, 0.75x, shifted crop): it is not stable.",
    "The verdict rests on patch-evidence alone: second, third gave no likelihood ratio.",
    "A plugin of 2027 gave a reason with 12.5 in it.",
)
_STRATA = (
    "short side 256 px or more, JPEG quality over 85, or lossless; validated on images of up to 256 px",
    "short side 200 to 255 px, JPEG quality 30 to 59",
    "a stratum of its own, from 0.5 on",
)
_ARTIFACTS = (
    "Texture repetition",
    "Regular grid in the frequency domain (1/2, 1/4, 1/8)",
    "Trace of a colour filter array",
    "An artifact {nobody} knows, 7.25 times",
)
_VERDICTS = [make_verdict(tier) for tier in Tier]  # making one takes long
COMPLETE = {experimental: make_record(experimental=experimental) for experimental in (False, True)}
numbers = st.floats(-1e6, 1e6, allow_nan=False)
shares = st.floats(0.0, 1.0)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=4))
    return tuple(draw(_finding(name)) for name in names)


@st.composite
def _finding(draw: st.DrawFn, name: str) -> Finding:
    claim = draw(st.sampled_from(["finding", "observation", "unremarkable"]))
    towards = draw(st.sampled_from(["generated", "camera"])) if claim == "finding" else "neither"
    percentile = st.floats(0, 100)
    reference = Reference(
        draw(percentile), draw(percentile), draw(numbers), draw(numbers), 100, 90, draw(st.floats(0, 1))
    )
    region = draw(st.none() | st.builds(Box, *[st.integers(0, 500)] * 2, *[st.integers(1, 500)] * 2))
    artifact = (
        f"{draw(st.sampled_from(_ARTIFACTS))} ({name})" if draw(st.booleans()) else draw(st.sampled_from(_ARTIFACTS))
    )
    unit = draw(st.sampled_from(["dB", "log2 of 90th over 10th percentile block noise", "furlongs"]))
    return Finding(f"finding:{name}", artifact, draw(numbers), unit, region, reference, claim, towards, "m")


def rungs() -> st.SearchStrategy[Rung]:
    changes = st.sampled_from(["as it is", "JPEG 60", "0.75x", "shifted crop"])
    scored = st.builds(Rung, changes, st.floats(-4, 4), st.sampled_from(list(Tier)))
    return scored | st.builds(Rung, changes, st.none(), st.none())


def records() -> st.SearchStrategy[AnalysisRecord]:
    """Records of every outcome."""
    return _examined() | st.sampled_from([out_of_scope_record(), failed_record()])


@st.composite
def _examined(draw: st.DrawFn) -> AnalysisRecord:
    log10_lr = draw(st.floats(-4, 4))
    verdict = replace(
        draw(st.sampled_from(_VERDICTS)),
        log10_lr=log10_lr,
        verbal=verbal_scale(log10_lr),
        probability=draw(shares),
        prior=draw(shares),
        detectors=draw(st.sampled_from([(), ("patch-evidence",), ("patch-evidence", "second")])),
        conflict=draw(st.sampled_from(_CONFLICTS)),
        reasons=draw(st.lists(st.sampled_from(_REASONS), max_size=3, unique=True).map(tuple)),
        stratum=draw(st.sampled_from(_STRATA)),
        ladder=tuple(draw(st.lists(rungs(), max_size=6))),
    )
    complete = COMPLETE[draw(st.booleans())]
    return replace(
        complete,
        verdict=draw(st.sampled_from([verdict, None])),
        image=draw(st.sampled_from([complete.image, None])),
        provenance=draw(st.sampled_from([complete.provenance, None])),
        heatmaps=draw(st.sampled_from([complete.heatmaps, ()])),
        detectors=draw(st.sampled_from([complete.detectors, ()])),
        findings=draw(findings()),
    )
