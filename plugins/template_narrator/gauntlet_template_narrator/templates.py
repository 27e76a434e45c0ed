"""All wording of the narrator. Templates hold no digit: each number in a sentence comes from a record."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import C2paState, Tier

TIERS = {
    Tier.AI_SUPPORTED: f"The evidence supports “{GENERATED}” over “{CAMERA}”.",
    Tier.LEANS_AI: f"The evidence leans towards “{GENERATED}”, without enough strength to support it.",
    Tier.INCONCLUSIVE: "The evidence is inconclusive: it does not tell the two propositions apart. "
    "This is not weak support for either side.",
    Tier.LEANS_CAMERA: f"The evidence leans towards “{CAMERA}”, without enough strength to support it.",
    Tier.CAMERA_SUPPORTED: f"The evidence supports “{CAMERA}” over “{GENERATED}”.",
}
RATIO = "The evidence is {ratio} times more probable if the picture was {first} than if it was {second}: {verbal}."
NO_SUPPORT = "The evidence is about as probable under either proposition (likelihood ratio {ratio}): {verbal}."
BOUNDS = (
    "Ratios over {cap} for “{generated}” and over {floor} for “{camera}” are not given: {n_real} camera images and "
    "{n_generated} generated images of validation support no more."
)
BOUND_REACHED = "The ratio stands at this bound: the score alone would give a more extreme one."
LADDER_STABLE = (
    "Coding the picture again, reducing and shifting it does not move the answer to the other side: the log10 LR stays "
    "between {low} and {high}."
)
LADDER_CHANGED = (
    "Scored again as “{change}”, the picture goes to the other side, with a log10 LR of {log10_lr}: the "
    "answer is not stable."
)
LADDER_OUTSIDE = "As “{change}” the picture lies outside what was validated, so that it was not scored."
RESTS_ON = "The verdict rests on the detector {id}."
FUSED = "The verdict rests on the likelihood ratios of the detectors {ids}, fused."
PRIOR = "With the stated prior of {prior} % for “{generated}”, its posterior probability is {probability} %."
ERROR_RATE = (
    "In the stratum “{stratum}”, {name}: {count} of {total}, that is {rate} % (exact confidence interval {low} to "
    "{high} %)."
)
ERROR_RATES = {
    "ai_supported_given_camera": "camera images wrongly answered as supporting generation",
    "leans_or_supported_ai_given_camera": "camera images wrongly answered as leaning to or supporting generation",
    "camera_supported_given_ai": "generated images wrongly answered as supporting capture",
    "leans_or_supported_camera_given_ai": "generated images wrongly answered as leaning to or supporting capture",
    "inconclusive": "images of either class left inconclusive",
}
# Which errors matter to a reader of each answer.
RELEVANT_RATES = {
    Tier.AI_SUPPORTED: ("ai_supported_given_camera",),
    Tier.LEANS_AI: ("leans_or_supported_ai_given_camera",),
    Tier.INCONCLUSIVE: ("inconclusive",),
    Tier.LEANS_CAMERA: ("leans_or_supported_camera_given_ai",),
    Tier.CAMERA_SUPPORTED: ("camera_supported_given_ai",),
}

OUT_OF_SCOPE = "No verdict is given, which says nothing about the picture's origin. {reason}"
FAILED = "The file could not be analysed. {message} {remedy}"

SCORE = "The detector {id} {version} gave the score {score}."
UNCALIBRATED = "The detector {id} is uncalibrated for this picture: its score carries no likelihood ratio."
EXPERIMENTAL = (
    "The detector {id} is experimental: it did not reach its validation goal, so read its error rates before its "
    "answer."
)
OWN_RATIO = "Its own log10 LR is {log10_lr}."
CONFLICT = (
    "The detectors {first} and {second} point to opposite sides, with log10 LRs of {first_log10_lr} and "
    "{second_log10_lr}."
)
HEATMAP = (
    "In the heatmap “{method}” of {detector}, the evidence points on the whole towards “{side}”, most strongly in the "
    "{place} of the picture; this shows what moved the score, not where the picture was altered."
)
HEATMAP_EVEN = (
    "The heatmap “{method}” of {detector} is even: no place of the picture moved the score more than another."
)

FINDING = (
    "{artifact}: {value} ({unit}), against {p05} to {p95} in nine of ten held-out camera images; {real} % of those and "
    "{generated} % of held-out generated images lie at or below it."
)
CLAIMS = {
    "generated": "In this it resembles generated images; the same claim is made wrongly about {rate} % of held-out "
    "camera images.",
    "camera": "In this it resembles camera images; the same claim is made wrongly about {rate} % of held-out "
    "generated images.",
}
OBSERVATION = (
    "This is an observation that speaks for neither side: as a claim it would be wrong about {rate} % of held-out "
    "images."
)
REGION = "It is strongest in the {place} of the picture ({width} x {height} px at column {x}, row {y})."
UNREMARKABLE = "Measured and unremarkable: {artifacts}."

C2PA = {
    C2paState.ABSENT: "The file holds no C2PA manifest; its absence says nothing about the picture's origin.",
    C2paState.INVALID: "The file holds a C2PA manifest that does not verify: what it declares cannot be relied on.",
    C2paState.VALID_UNTRUSTED: "The file holds an intact C2PA manifest by a signer that is on no trust list.",
    C2paState.VALID_TRUSTED: "The file holds an intact C2PA manifest by a trusted signer; revocation was not checked.",
    C2paState.NOT_CHECKED: "C2PA manifests were not checked: their reader is not available in this installation.",
}
C2PA_MAKER = "The manifest names “{claim_generator}” as the program that made the claim."
DECLARED = {
    "generator": "The file declares the generator “{value}”, which can be forged.",
    "camera": "The file declares the camera “{value}”, which can be forged.",
    "digital_source_type": "The file declares the digital source type “{value}”, which can be forged.",
}

LIMIT_VERDICT = (
    "The likelihood ratio is one line of evidence and the conclusion is the examiner's; edits of a part of a camera "
    "image are not covered by the question."
)
LIMIT_POPULATION = (
    "Error rates hold for pictures like the {n_real} camera images and {n_generated} generated images of validation; "
    "other cameras, generators and editing can raise them."
)
LIMIT_FINDINGS = "Findings and observations are measured apart from the detector and do not enter the likelihood ratio."
LIMIT_SCALE = "The picture was reduced to {percent} % of its size for analysis, so traces of single pixels are lost."

ROWS = ("upper", "middle", "lower")
COLUMNS = ("left", "centre", "right")
