"""English for readers who know nothing of the field: everyday words, and only the figures that answer a question."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import C2paState, Tier
from gauntlet_template_narrator.wording import Templates, Wording
from gauntlet_template_narrator.words.en_technical import PLACES, STRENGTHS
from gauntlet_template_narrator.words.rules_en import RULES

TEMPLATES = Templates(
    generated=GENERATED,
    camera=CAMERA,
    tiers={
        Tier.AI_SUPPORTED: "What was measured speaks for “{generated}” rather than “{camera}”. A generative model is a "
        "program that makes pictures, from a description for instance.",
        Tier.LEANS_AI: "What was measured points a little towards “{generated}”, but not strongly enough to rely on.",
        Tier.INCONCLUSIVE: "What was measured does not decide whether the picture was {generated} or {camera}. This is "
        "not a hint to either side.",
        Tier.LEANS_CAMERA: "What was measured points a little towards “{camera}”, but not strongly enough to rely on.",
        Tier.CAMERA_SUPPORTED: "What was measured speaks for “{camera}” rather than “{generated}”. A generative model "
        "is a program that makes pictures, from a description for instance.",
    },
    ratio="What was measured is {ratio} times more probable if the picture was {first} than if it was {second}; on the "
    "scale that forensic institutes use, this is {strength}. It is not the probability that the picture was {first}.",
    no_support="What was measured is about as probable whether the picture was {first} or {second}.",
    strengths=STRENGTHS,
    verbal="",
    no_verbal="",
    bounds="However clear a picture looks, the program states no more than {cap} times for “{generated}” and {floor} "
    "times for “{camera}”: it was tested on {n_real} camera images and {n_generated} generated images, which support "
    "no more.",
    bound_reached="Here it stands at this limit.",
    ladder_stable="Saving the picture again, making it smaller or shifting it does not move the answer to the other "
    "side.",
    ladder_changed="When it was tried again as “{change}”, the picture got the opposite answer: the answer is not "
    "stable.",
    ladder_outside="As “{change}” the picture is of a kind that was not tested, so that it got no answer.",
    rests_on="The answer comes from the detector {id}.",
    fused="The answer combines the detectors {ids}.",
    prior="The answer also depends on what one assumed before: from {prior} % for “{generated}”, the measurement leads "
    "to {probability} %. From another assumption it leads to another figure.",
    error_rate="How often this goes wrong, in tests on pictures like this ({stratum}): {name}, {count} of {total}, "
    "that is {rate} %.",
    error_rates={
        "ai_supported_given_camera": "camera images that were wrongly said to be generated",
        "leans_or_supported_ai_given_camera": "camera images that were wrongly said to be, or to lean to, generated",
        "camera_supported_given_ai": "generated images that were wrongly said to come from a camera",
        "leans_or_supported_camera_given_ai": "generated images that were wrongly said to come, or to lean to come, "
        "from a camera",
        "inconclusive": "images of either kind that got no decision",
    },
    out_of_scope="The program gives no answer for this picture, which says nothing about where it comes from. {reason}",
    failed="The file could not be examined. {message} {remedy}",
    score="",
    own_ratio="",
    uncalibrated="It is not known what the figure of the detector {id} means for a picture like this, so it does not "
    "count.",
    experimental="The detector {id} is experimental: tests have not shown that it does as well as was asked of it. "
    "Look at how often it errs before you look at its answer.",
    conflict="The detectors {first} and {second} give opposite answers.",
    heatmap="The heatmap “{method}” of {detector} points on the whole towards “{side}”, most strongly in the {place} "
    "of the picture. It shows what moved the detector, not where the picture was altered.",
    heatmap_even="In the heatmap “{method}” of {detector} no place of the picture stands out.",
    finding="{artifact}: measured as {value}; nine of ten camera images of the comparison lie between {p05} and {p95}.",
    finding_alone="{artifact}: measured as {value}.",
    claims={
        "generated": "In this the picture resembles generated images; of camera images, {rate} % would wrongly be "
        "described in this way.",
        "camera": "In this the picture resembles camera images; of generated images, {rate} % would wrongly be "
        "described in this way.",
    },
    observation="This is worth a look, but it speaks for neither side: of the images of the comparison, {rate} % would "
    "wrongly be described in this way.",
    observation_alone="This is worth a look, but it speaks for neither side: how often it is seen in camera images "
    "was not measured.",
    weak="It is only a weak sign of that.",
    history="It tells what happened to the file, not where the picture comes from.",
    region="“{artifact}” is strongest in the {place} of the picture.",
    unremarkable="Looked at and not unusual: {artifacts}.",
    c2pa={
        C2paState.ABSENT: "The file carries no signed statement about its origin (C2PA). Most files carry none: this "
        "says nothing.",
        C2paState.INVALID: "The file carries a signed statement about its origin (C2PA), but its signature does not "
        "fit: it cannot be relied on.",
        C2paState.VALID_UNTRUSTED: "The file carries an intact signed statement about its origin (C2PA), but who "
        "signed it is on no list of trusted signers.",
        C2paState.VALID_TRUSTED: "The file carries an intact statement about its origin (C2PA), signed by a trusted "
        "signer. Whether the signature was withdrawn since was not checked.",
        C2paState.NOT_CHECKED: "Whether the file carries a signed statement about its origin (C2PA) was not checked.",
    },
    c2pa_maker="That statement names “{claim_generator}” as the program that wrote it.",
    declared={
        "generator": "The file itself names the image generator “{value}”. Anyone can write such a note.",
        "camera": "The file itself names the camera “{value}”. Anyone can write such a note.",
        "digital_source_type": "The file itself states its kind as “{value}”. Anyone can write such a note.",
    },
    limit_verdict="This is one piece of evidence among others; the conclusion is for people to draw. Whether a part of "
    "a camera image was changed was not examined.",
    limit_population="The error rates come from tests on {n_real} camera images and {n_generated} generated images; "
    "with other cameras, generators or editing, errors can be more frequent.",
    limit_findings="What was found in the picture was measured separately and does not change the answer above.",
    limit_scale="The picture was reduced to {percent} % of its size to be examined, so that the finest traces are "
    "lost.",
    places=PLACES,
    unknown="{text}",
)

PHRASES = (
    ("as it is", "unchanged"),
    ("shifted crop", "cut off at two sides"),
    ("{n}x", "{n} times its size"),
    ("JPEG {n}", "saved as JPEG of quality {n}"),
    ("WebP {n}", "saved as WebP of quality {n}"),
    (
        "The score is usual for both classes: neither can be ruled out at {n} %.",
        "Both kinds of picture often look like this to the detectors.",
    ),
    (
        "The score is unusual for both classes at {n} %: nothing like it was validated.",
        "Neither kind of picture often looks like this to the detectors: nothing like it was tested.",
    ),
    (
        "At most {n} % of validated camera images score this high.",
        "Of the camera images it was tested on, at most {n} % look as much like generated ones.",
    ),
    (
        "At most {n} % of validated generated images score this low.",
        "Of the generated images it was tested on, at most {n} % look as much like camera images.",
    ),
    (
        "The likelihood ratio is under {n} either way: no support.",
        "The difference is smaller than a factor of {n}, which counts for neither side.",
    ),
    (
        "The likelihood ratio is held at the {end} that the validated images support.",
        "The figure is held at the limit that the tests support.",
    ),
    (
        "The answer changes side on one window of the image ({changes}): it is not stable.",
        "A part of the picture gets the opposite answer when it is changed a little ({changes}): the answer is not "
        "stable.",
    ),
    (
        "Calibrated detectors disagree: {told}.",
        "The detectors disagree: {told}.",
    ),
    ("{id} supports “made by a generative model” (log10 LR {n})", f"{{id}} says “{GENERATED}”"),
    ("{id} supports “captured by a camera” (log10 LR {n})", f"{{id}} says “{CAMERA}”"),
    ("The verdict rests on {id} alone: {why}.", "The answer comes from {id} alone: {why}."),
    ("{id} gave no likelihood ratio", "{id} gave no usable answer"),
    ("the fusion was not validated on such images", "combining the detectors was not tested on such images"),
)

WORDING = Wording("en", "plain", TEMPLATES, RULES, PHRASES)
