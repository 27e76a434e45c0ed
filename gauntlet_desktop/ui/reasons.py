"""What records say in finished English sentences, of verdicts, heatmaps and strata, in the language of the window.

Records are English, since they are compared and sealed; the window recognises the sentences that the program wrote.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gauntlet_desktop.core.phrases import Phrase, recognised
from gauntlet_desktop.ui.language import marked, tr, work_words

REASONS = (
    # Of a tier
    marked("The score is usual for both classes: neither can be ruled out at {n} %."),
    marked("The score is unusual for both classes at {n} %: nothing like it was validated."),
    marked("At most {n} % of validated camera images score this high."),
    marked("At most {n} % of validated generated images score this low."),
    marked("The likelihood ratio is under 2 either way: no support."),
    marked("The likelihood ratio is held at the cap that the validated images support."),
    marked("The likelihood ratio is held at the floor that the validated images support."),
    marked("The answer changes side on one window of the image ({changes}): it is not stable."),
    marked("Calibrated detectors disagree: {told}."),
    marked("{detector} supports “made by a generative model” (log10 LR {n})"),
    marked("{detector} supports “captured by a camera” (log10 LR {n})"),
    marked("The file does not tell how strongly it was compressed: high quality is assumed."),
    marked("The verdict rests on {detector} alone: {why}."),
    marked("{detectors} gave no likelihood ratio"),
    marked("the fusion was not validated on such images"),
    # Of being out of scope
    marked("The short side is {side} px; the detectors were validated from {least} px."),
    marked("The JPEG quality is about {quality}; the detectors were validated from {least}."),
    marked("{n} % of the picture is perfectly flat: there is nothing to examine."),
    marked(
        "{n} % of the picture is flat, with sharp steps between flat areas: this is a graphic or a screenshot, not a "
        "photograph or a photograph-like image."
    ),
    marked("The picture has no detail left (blurred or enlarged many times): there is nothing to examine."),
    marked(
        "The picture looks drawn, painted or typeset: the detectors were validated on photographs and on images that "
        "look like photographs."
    ),
    marked("No calibration covers this image: the scores stand without a likelihood ratio."),
    marked("No detector could score this image: see the failures."),
    # Of a heatmap that failed its audit
    marked("What it marks moves the score by {n}, no more than random places do (up to {most})."),
    marked("It changes with the image's {change}: NISSIM {n}, at most {most} is stable."),
    marked(
        "It hardly depends on what the network has learnt: with the weights of its {part} shuffled the rank "
        "correlation is {n}, at most {most} shows dependence."
    ),
    # Parts of a stratum
    marked("short side {low} to {high} px"),
    marked("short side {low} px or more"),
    marked("JPEG quality {low} to {high}"),
    marked("JPEG quality over {low}"),
    marked("or lossless"),
    marked("validated on images of up to {n} px"),
)
_BETWEEN = re.compile(r"(, |; )")
_LONGEST = 1000


def reason_words(untrusted_text: str) -> str:
    """A sentence of a record; one that the program did not write stays as it is."""
    if len(untrusted_text) > _LONGEST:
        return untrusted_text
    known = _known(untrusted_text)
    said = tr(known.template)
    if known.values:
        return said.format(**{name: part_words(str(value)) for name, value in known.values.items()})
    return said if said != untrusted_text else work_words(untrusted_text)


@lru_cache(maxsize=512)  # a table asks at every painting
def _known(text: str) -> Phrase:
    return recognised(text, REASONS)


def part_words(untrusted_text: str) -> str:
    """What is put together of parts, as a stratum: "short side 256 px or more, JPEG quality over 85, or lossless"."""
    return "".join(part if _BETWEEN.fullmatch(part) else reason_words(part) for part in _BETWEEN.split(untrusted_text))
