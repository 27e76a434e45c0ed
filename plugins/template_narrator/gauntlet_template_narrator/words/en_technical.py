"""English for experts: every measured value, and the terms of the glossary."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import C2paState, Tier
from gauntlet_template_narrator.wording import Templates, Wording
from gauntlet_template_narrator.words.rules_en import RULES

STRENGTHS = {
    words: words
    for words in (
        "no support",
        "weak support",
        "moderate support",
        "moderately strong support",
        "strong support",
        "very strong support",
    )
}
PLACES = (
    ("upper left", "upper centre", "upper right"),
    ("middle left", "centre", "middle right"),
    ("lower left", "lower centre", "lower right"),
)

TEMPLATES = Templates(
    generated=GENERATED,
    camera=CAMERA,
    tiers={
        Tier.AI_SUPPORTED: "The evidence supports “{generated}” over “{camera}”.",
        Tier.LEANS_AI: "The evidence leans towards “{generated}”, without enough strength to support it.",
        Tier.INCONCLUSIVE: "The evidence is inconclusive: it does not tell the two propositions apart. "
        "This is not weak support for either side.",
        Tier.LEANS_CAMERA: "The evidence leans towards “{camera}”, without enough strength to support it.",
        Tier.CAMERA_SUPPORTED: "The evidence supports “{camera}” over “{generated}”.",
    },
    ratio="The evidence is {ratio} times more probable if the picture was {first} than if it was {second}: {verbal}.",
    no_support="The evidence is about as probable under either proposition (likelihood ratio {ratio}): {verbal}.",
    strengths=STRENGTHS,
    verbal="{strength} for “{first}” over “{second}”",
    no_verbal="no support for either proposition",
    bounds="Ratios over {cap} for “{generated}” and over {floor} for “{camera}” are not given: {n_real} camera images "
    "and {n_generated} generated images of validation support no more.",
    bound_reached="The ratio stands at this bound: the score alone would give a more extreme one.",
    ladder_stable="Coding the picture again, reducing and shifting it does not move the answer to the other side: the "
    "log10 LR stays between {low} and {high}.",
    ladder_changed="Scored again as “{change}”, the picture goes to the other side, with a log10 LR of {log10_lr}: the "
    "answer is not stable.",
    ladder_outside="As “{change}” the picture lies outside what was validated, so that it was not scored.",
    rests_on="The verdict rests on the detector {id}.",
    fused="The verdict rests on the likelihood ratios of the detectors {ids}, fused.",
    prior="With the stated prior of {prior} % for “{generated}”, its posterior probability is {probability} %.",
    error_rate="In the stratum “{stratum}”, {name}: {count} of {total}, that is {rate} % (exact confidence interval "
    "{low} to {high} %).",
    error_rates={
        "ai_supported_given_camera": "camera images wrongly answered as supporting generation",
        "leans_or_supported_ai_given_camera": "camera images wrongly answered as leaning to or supporting generation",
        "camera_supported_given_ai": "generated images wrongly answered as supporting capture",
        "leans_or_supported_camera_given_ai": "generated images wrongly answered as leaning to or supporting capture",
        "inconclusive": "images of either class left inconclusive",
    },
    out_of_scope="No verdict is given, which says nothing about the picture's origin. {reason}",
    failed="The file could not be analysed. {message} {remedy}",
    score="The detector {id} {version} gave the score {score}.",
    own_ratio="The log10 LR of the detector {id} alone is {log10_lr}.",
    uncalibrated="The detector {id} is uncalibrated for this picture: its score carries no likelihood ratio.",
    experimental="The detector {id} is experimental: it has not been shown to reach its validation goal, so read its "
    "error rates before its answer.",
    conflict="The detectors {first} and {second} point to opposite sides, with log10 LRs of {first_log10_lr} and "
    "{second_log10_lr}.",
    heatmap="In the heatmap “{method}” of {detector}, the evidence points on the whole towards “{side}”, most strongly "
    "in the {place} of the picture; this shows what moved the score, not where the picture was altered.",
    heatmap_even="The heatmap “{method}” of {detector} is even: no place of the picture moved the score more than "
    "another.",
    finding="{artifact}: {value} ({unit}), against {p05} to {p95} in nine of ten held-out camera images; {real} % of "
    "those and {generated} % of held-out generated images lie at or below it.",
    finding_alone="{artifact}: {value} ({unit}).",
    claims={
        "generated": "In this it resembles generated images; the same claim is made wrongly about {rate} % of held-out "
        "camera images.",
        "camera": "In this it resembles camera images; the same claim is made wrongly about {rate} % of held-out "
        "generated images.",
    },
    observation="This is an observation that speaks for neither side: as a claim it would be wrong about {rate} % of "
    "held-out images.",
    observation_alone="This is an observation that speaks for neither side: how often it is made about camera images "
    "was not measured.",
    weak="It is only a weak indication of this artifact.",
    history="It tells how the file was processed, not where the picture comes from.",
    region="“{artifact}” is strongest in the {place} of the picture ({width} x {height} px at column {x}, row {y}).",
    unremarkable="Measured and unremarkable: {artifacts}.",
    c2pa={
        C2paState.ABSENT: "The file holds no C2PA manifest; its absence says nothing about the picture's origin.",
        C2paState.INVALID: "The file holds a C2PA manifest that does not verify: what it declares cannot be relied on.",
        C2paState.VALID_UNTRUSTED: "The file holds an intact C2PA manifest by a signer that is on no trust list.",
        C2paState.VALID_TRUSTED: "The file holds an intact C2PA manifest by a trusted signer; revocation was not "
        "checked.",
        C2paState.NOT_CHECKED: "C2PA manifests were not checked: their reader is not available in this installation.",
    },
    c2pa_maker="The manifest names “{claim_generator}” as the program that made the claim.",
    declared={
        "generator": "The file declares the generator “{value}”, which can be forged.",
        "camera": "The file declares the camera “{value}”, which can be forged.",
        "digital_source_type": "The file declares the digital source type “{value}”, which can be forged.",
    },
    limit_verdict="The likelihood ratio is one line of evidence and the conclusion is the examiner's; edits of a part "
    "of a camera image are not covered by the question.",
    limit_population="Error rates hold for pictures like the {n_real} camera images and {n_generated} generated images "
    "of validation; other cameras, generators and editing can raise them.",
    limit_findings="Findings and observations are measured apart from the detector and do not enter the likelihood "
    "ratio.",
    limit_scale="The picture was reduced to {percent} % of its size for analysis, so traces of single pixels are lost.",
    places=PLACES,
    unknown="{text}",
)

WORDING = Wording("en", "technical", TEMPLATES, RULES)
