"""Builds records with every kind of verdict that is to be shown: bounds, several detectors, conflict, the ladder."""

from __future__ import annotations

from dataclasses import replace

from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.likelihood import posterior_probability, verbal_scale
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, Rung, Status, Tier, Verdict
from tests import factories

SECOND = "measured-features"
FLOOR, CAP = -1.9, 2.25
LOG10_LR = {
    Tier.AI_SUPPORTED: 1.68,
    Tier.LEANS_AI: 0.69,
    Tier.INCONCLUSIVE: 0.16,
    Tier.LEANS_CAMERA: -0.55,
    Tier.CAMERA_SUPPORTED: -1.4,
}
_CHANGES = ("as it is", "JPEG 85", "JPEG 60", "0.75x", "shifted crop", "WebP 80")
_STEPS = (0.0, -0.06, -0.21, -0.13, 0.05, -0.1)
_RATES = (
    ("ai_supported_given_camera", 4, 200),
    ("leans_or_supported_ai_given_camera", 11, 200),
    ("camera_supported_given_ai", 9, 180),
    ("leans_or_supported_camera_given_ai", 17, 180),
    ("inconclusive", 152, 380),
)
_REASONS = {
    Tier.AI_SUPPORTED: ("At most 5 % of validated camera images score this high.",),
    Tier.LEANS_AI: ("At most 5 % of validated camera images score this high.",),
    Tier.INCONCLUSIVE: ("The score is usual for both classes: neither can be ruled out at 5 %.",),
    Tier.LEANS_CAMERA: ("At most 5 % of validated generated images score this low.",),
    Tier.CAMERA_SUPPORTED: ("At most 5 % of validated generated images score this low.",),
}


def a_verdict(tier: Tier = Tier.AI_SUPPORTED, log10_lr: float | None = None, **changes: object) -> Verdict:
    """A verdict of that tier that rests on both detectors, with a stable ladder."""
    value = LOG10_LR[tier] if log10_lr is None else log10_lr
    verdict = Verdict(
        tier=tier,
        log10_lr=value,
        log10_lr_floor=FLOOR,
        log10_lr_cap=CAP,
        prior=0.5,
        probability=posterior_probability(value, 0.5),
        verbal=verbal_scale(value),
        stratum="short side 256 px or more, JPEG quality 86 to 100",
        error_rates=tuple(rate_estimate(*rate) for rate in _RATES),
        reasons=_REASONS[tier],
        n_real=200,
        n_generated=180,
        detectors=(factories.DETECTOR, SECOND),
        ladder=tuple(Rung(change, value + step, tier) for change, step in zip(_CHANGES, _STEPS, strict=True)),
    )
    return replace(verdict, **changes)  # type: ignore[arg-type]


def a_result(
    id: str = factories.DETECTOR, log10_lr: float | None = 1.68, tier: Tier | None = None, *, experimental: bool = False
) -> DetectorResult:
    """A detector's answer; without a log10 LR it is uncalibrated."""
    return DetectorResult(
        id=id,
        version="0.2.0",
        score=2.1 if log10_lr is None else log10_lr,
        bias=factories.BIAS,
        log10_lr=log10_lr,
        calibrated=log10_lr is not None,
        weights_sha256="ab" * 32,
        backend="onnxruntime CPU",
        experimental=experimental,
        tier=tier,
    )


def a_record(verdict: Verdict | None, detectors: tuple[DetectorResult, ...]) -> AnalysisRecord:
    """A complete record around a verdict."""
    findings, provenance = factories.make_findings(), factories.make_provenance()
    heatmap = factories.make_heatmap(score=detectors[0].score) if detectors else None
    return AnalysisRecord(
        program=factories.PROGRAM,
        source=factories.make_source(),
        status=Status.OK,
        complete=True,
        image=factories.make_facts(),
        verdict=verdict,
        detectors=detectors,
        heatmaps=(heatmap,) if heatmap else (),
        findings=findings,
        provenance=provenance,
        text=factories.make_text(verdict, findings, provenance) if verdict else (),
        environment=(("cpu", "x86_64, 2 cores"), ("python", "3.11.2")),
    )


def told_record(tier: Tier = Tier.AI_SUPPORTED, *, experimental: bool = False) -> AnalysisRecord:
    """Both detectors agree, the ladder is stable."""
    verdict = a_verdict(tier)
    second = a_result(SECOND, verdict.log10_lr * 0.4, Tier.INCONCLUSIVE)
    return a_record(verdict, (a_result(log10_lr=verdict.log10_lr, tier=tier, experimental=experimental), second))


def unstable_record() -> AnalysisRecord:
    """Inconclusive because one rung changes side; another rung could not be scored."""
    verdict = a_verdict(Tier.LEANS_AI)
    rungs = list(verdict.ladder)
    rungs[2] = Rung("JPEG 60", -0.62, Tier.LEANS_CAMERA)
    rungs[3] = Rung("0.75x", None, None)
    reasons = ("The answer changes side on one window of the image (JPEG 60): it is not stable.", *verdict.reasons)
    unstable = replace(verdict, tier=Tier.INCONCLUSIVE, ladder=tuple(rungs), reasons=reasons)
    return a_record(unstable, (a_result(log10_lr=0.69, tier=Tier.LEANS_AI), a_result(SECOND, 0.21, Tier.INCONCLUSIVE)))


def conflict_record() -> AnalysisRecord:
    """Inconclusive because two calibrated detectors take opposite sides; a third one is uncalibrated."""
    conflict = (
        "Calibrated detectors disagree: patch-evidence supports “made by a generative model” (log10 LR +0.90), "
        "measured-features supports “captured by a camera” (log10 LR -0.70)."
    )
    reasons = (conflict, *_REASONS[Tier.INCONCLUSIVE])
    verdict = a_verdict(Tier.INCONCLUSIVE, 0.22, conflict=conflict, reasons=reasons)
    results = (
        a_result(log10_lr=0.9, tier=Tier.LEANS_AI, experimental=True),
        a_result(SECOND, -0.7, Tier.LEANS_CAMERA),
        a_result("acme-detector", None),
    )
    return a_record(verdict, results)


def uncalibrated_record() -> AnalysisRecord:
    """An uncalibrated detector alone: no verdict."""
    return a_record(None, (a_result("acme-detector", None),))
