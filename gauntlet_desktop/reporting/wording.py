"""The fixed words of a report: propositions, headlines, what the numbers mean, limits, glossary and references."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import AnalysisRecord, C2paState, Provenance, Tier

PROPOSITIONS = (
    f"P1: the picture was {GENERATED}: its visible content as a whole is the output of such a model.",
    f"P2: the picture was {CAMERA}: its visible content as a whole was recorded by a camera sensor.",
)
NOT_COVERED = (
    "Neither proposition covers partial edits: an inserted, removed or repainted region in a photograph, and a "
    "photograph inside a generated picture, are outside this examination. Nor do they cover drawings, "
    "screenshots, scans, or pictures rendered by classical computer graphics."
)

HEADLINES = {
    Tier.AI_SUPPORTED: f"The evidence supports “{GENERATED}”",
    Tier.LEANS_AI: f"The evidence leans towards “{GENERATED}”",
    Tier.INCONCLUSIVE: "Inconclusive",
    Tier.LEANS_CAMERA: f"The evidence leans towards “{CAMERA}”",
    Tier.CAMERA_SUPPORTED: f"The evidence supports “{CAMERA}”",
}
TIERS = {
    Tier.AI_SUPPORTED: "supports generated",
    Tier.LEANS_AI: "leans to generated",
    Tier.INCONCLUSIVE: "inconclusive",
    Tier.LEANS_CAMERA: "leans to camera",
    Tier.CAMERA_SUPPORTED: "supports camera",
}
INCONCLUSIVE = (
    "The evidence does not allow a choice between the two propositions. This is a result, not a failure: it must "
    "not be read as weak support for either side."
)
OUT_OF_SCOPE = "Out of scope: no verdict"
OUT_OF_SCOPE_NOTE = (
    "No likelihood ratio is given: no detector is validated for a picture like this one, or none could score it. "
    "This says nothing about the origin of the picture."
)
FAILED = "Not analysed"
NO_VERDICT = "No verdict"
NO_VERDICT_NOTE = "No calibrated detector gave a result for this picture."

EXPERIMENTAL = (
    "Experimental: no detector behind this verdict has been shown to reach its validation goal. Read the error rates "
    "below before relying on the likelihood ratio; findings and provenance stand independently of it."
)
EXPERIMENTAL_DETECTOR = (
    "Experimental: this detector has not been shown to reach its validation goal on sources never seen. Its answer is "
    "no basis for a conclusion."
)
UNMEASURED_DETECTOR = "Experimental: nobody has measured it here. Its answer is no basis for a conclusion."
SECOND_OPINION = (
    "A second opinion: the verdict does not rest on this detector. Its model card is printed by the command “gauntlet "
    "models” and stands in the window under Help."
)
UNCALIBRATED_DETECTOR = (
    "Uncalibrated: nobody has measured what a score of this detector is worth. It gives no likelihood ratio and never "
    "enters a verdict."
)
CARD_MISSING = (
    "The model card of this detector at the weights that scored is not at hand: what it was made and measured on is "
    "not stated here."
)
NO_CARD = "This detector has no model card: what it was made and measured on is not known."
LIKELIHOOD_RATIO = (
    "The likelihood ratio says how many times more probable this evidence is if P1 is true than if P2 is true. It "
    "is not the probability that the picture is generated: that depends on the prior, which is for the reader to "
    "choose."
)
PRIOR = "The prior is yours to choose; 50 % is a convention, not a finding."
BOUNDS = (
    "The ratio is held between a floor and a cap, because the number of validation images supports no more extreme "
    "values (reference 4)."
)
BOUND_REACHED = "The ratio stands at this bound: the score alone would give a more extreme one."
BOUNDS_KEY = "Hatched: beyond what the number of validation images supports."
CONFLICT = "Conflict between detectors"
ONLY_UNCALIBRATED = (
    "Only uncalibrated detectors scored this picture. A score without a calibration says nothing about its origin; "
    "“gauntlet calibrate” makes one from labelled images."
)
LADDER = (
    "The picture, or its most textured part, is scored again after changes that say nothing about its origin. An "
    "answer that changes side is not given."
)
PRIOR_STATED = "the even prior that the record states"
PRIOR_CHOSEN = "chosen by the reader for this report"
SCORES = (
    "The log10 LR and the answer are what each detector says by itself; a score is in its own units, higher towards "
    "“made by a generative model”."
)
LADDER_KEY = (
    "Up: made by a generative model. Hollow: not scored. Ring: changes side. Dashed: the verdict, of the whole picture."
)
ABSTENTION = (
    "Abstention rule: a side is taken only if the score is unusual for the other class and usual for its own "
    "(class-conditional conformal sets, reference 5); otherwise the answer is “inconclusive”."
)

ERROR_RATES = {
    "ai_supported_given_camera": "Camera image, answered “supports generative model”",
    "leans_or_supported_ai_given_camera": "Camera image, answered “leans” or “supports generative model”",
    "camera_supported_given_ai": "Generated image, answered “supports camera”",
    "leans_or_supported_camera_given_ai": "Generated image, answered “leans” or “supports camera”",
    "inconclusive": "Answered “inconclusive”, either class",
}
ERROR_RATES_SHORT = {
    "ai_supported_given_camera": "camera → supports generated",
    "leans_or_supported_ai_given_camera": "camera → leans or supports generated",
    "camera_supported_given_ai": "generated → supports camera",
    "leans_or_supported_camera_given_ai": "generated → leans or supports camera",
    "inconclusive": "either → inconclusive",
}

HEATMAP = (
    "The heatmap shows what moved the model's score, not where the image was altered. Colour is the signed "
    "evidence on a scale that is the same in every report: the same colour is the same evidence."
)
FINDINGS = (
    "Measured on the picture, independently of the detector. A claim is made only where the rule's rate of false "
    "claims on held-out camera images is at most 5 %. Ranges and percentiles are those of held-out reference "
    "images, never used to set the rule."
)
CLAIMS = (
    ("finding", "Findings"),
    ("observation", "Observations (the rule also fires on camera images: no claim is made)"),
    ("unremarkable", "Measured and unremarkable"),
)
SUBJECTS = {
    "artifact": "Artifact in the picture",
    "camera": "Trace of a camera",
    "history": "History of the file, which tells nothing of its origin",
}
TOWARDS = {
    "generated": "resembles generated images",
    "camera": "resembles camera images",
    "neither": "speaks for neither side",
}

INTEGRITY = (
    "Whether the bytes are the ones that were received. The file was opened read-only, read once, and "
    "these very bytes were hashed and decoded."
)
AUTHENTICITY = (
    "Whether the picture is what it is said to be. A program cannot establish it; this report gives "
    "one line of evidence on one question, stated under “The question”."
)
PROVENANCE = (
    "What the file declares about its own origin. It is reported under “Provenance”, apart from the "
    "verdict, and never enters the likelihood ratio."
)
DECLARATIONS = (
    "What the file declares about itself. Every field can be altered or stripped with ordinary tools. That a "
    "field is absent says nothing about the origin of the picture."
)
C2PA = {
    C2paState.ABSENT: "Absent: the file holds no C2PA manifest",
    C2paState.INVALID: "Invalid: a manifest is there, but its signature or its binding to the content fails",
    C2paState.VALID_UNTRUSTED: "Valid, signer not trusted: unaltered since it was signed, by a signer on no trust list",
    C2paState.VALID_TRUSTED: "Valid and trusted: unaltered since it was signed, by a signer on the trust list",
    C2paState.NOT_CHECKED: "Not checked: the reader of C2PA manifests is not available in this installation",
}

DECLARED_TITLE = "The file declares"
DECLARED_NOTE = "Declared, not measured: it can be altered, and it does not enter the verdict."


LEFT_FOR_LATER = (
    "Not made: the analysis was asked for the verdict first and left this for later. That this section is empty says "
    "nothing about the image."
)
_STEPS = {"heatmaps": "heatmaps", "findings": "findings", "text": "the text"}


def incomplete(record: AnalysisRecord) -> str:
    """What an analysis did not do, in a sentence for the first page; "" where all was done."""
    later = [_STEPS.get(step, step) for step in record.left_out]
    failed = list(dict.fromkeys(f"{failure.plugin} ({failure.step})" for failure in record.failures))
    parts = [
        *([f"left for later: {', '.join(later)}"] if later else []),
        *([f"failed: {', '.join(failed)}"] if failed else []),
    ]
    return f"Not all of the analysis was made; {'; '.join(parts)}." if parts else ""


def declared(provenance: Provenance | None) -> tuple[tuple[str, str], ...]:
    """What the file declares about its origin, as (name, value); nothing where it declares nothing."""
    if provenance is None:
        return ()
    silent = provenance.c2pa.state in (C2paState.ABSENT, C2paState.NOT_CHECKED)
    pairs = (
        ("Generator", provenance.generator),
        ("Digital source type", provenance.digital_source_type),
        ("Camera", provenance.camera),
        ("C2PA", "" if silent else C2PA[provenance.c2pa.state]),
    )
    return tuple(pair for pair in pairs if pair[1])


TEXT = "Each sentence is built from the records whose ids stand below it; it holds nothing that they do not hold."

REMARKS = (
    "Written by a machine that was shown the picture after everything above was fixed; it could change nothing of it. "
    "Unverified and not evidence: such models make things up, and writing inside a picture can steer them. Only what a "
    "model saw in two of three views of the picture (as it is, mirrored, cropped) is printed."
)
REPHRASED = (
    "The sentences under “In words” as the model reworded them. Every number and record was checked to be the same; "
    "where a rewording failed the check, the sentence stands as it was."
)

STANDARD_TABLES = "Its quantisation tables are the standard ones, as most programs write them, and some cameras."
OWN_TABLES = "Its quantisation tables are its own, as cameras and some programs write them."
LOSSY_CODING = "The picture is coded with loss, by a codec that does not tell its quality."
LOSSLESS_CODING = "The picture is coded without loss: whether it was coded with loss before is not told by the file."
RECODING = (
    "Saving a file again changes its coding and can remove traces; it says nothing of where the picture comes from. "
    "Traces of earlier coding that were measured stand under “Findings”."
)

REDACTED = (
    "The full version has another report id and another twin. Metadata that the file declares are printed as they are, "
    "and can name people and places."
)
NO_SUMMARY = (
    "Counts of answers are no statistics: each answer is of one image, at its own error rates, and similar images are "
    "not independent."
)

METHOD = (
    "Decoding: the file was decoded in a separate process with limits on size, memory and time, turned by its "
    "EXIF orientation and converted to sRGB with 8 bits a channel.",
    "Scope: size, compression and flatness decide whether the detectors were validated on such pictures.",
    "Detection: each detector reads the decoded picture; the views that it scored are listed with its heatmap.",
    "Calibration: Platt scaling (reference 3) or isotonic regression per stratum of size and quality turns the score "
    "into a likelihood ratio; error rates are those of the picture's own stratum, with exact 95 % intervals "
    "(reference 6).",
    "Fusion: where the verdict rests on several detectors, their log likelihood ratios are weighed by logistic "
    "regression fitted on sources that none of them was trained on (reference 9).",
    "Stability: the detectors score the picture, or its most textured part, again after coding, reducing and shifting "
    "it; an answer that changes side becomes “inconclusive”.",
    "Explanation, findings and text follow the verdict and cannot change it.",
    "Verification: “gauntlet verify REPORT” checks this report, its JSON twin and all that they name by hash; with "
    "“--rerun” the analysis is repeated and compared within stated tolerances.",
)

LIMITS = (
    "This result is one line of evidence. The conclusion is the examiner's, who weighs it with the context of the "
    "case.",
    "Error rates hold for pictures like the validation images. Generators, cameras and editing programs that were "
    "not among them can raise errors in either direction.",
    "Likely to raise wrong support for P1: heavy denoising or beautification in a phone, upscaling, strong "
    "recompression, smooth or synthetic-looking scenes.",
    "Likely to raise wrong support for P2: generated pictures that were recompressed, resized, printed and "
    "photographed, or given artificial noise.",
    "No robustness against deliberate evasion is claimed.",
    "Declared provenance can be forged or removed. C2PA signatures are checked offline: revocation is not checked.",
    "Characters that the report's fonts lack, and invisible characters, are printed as ‹U+XXXX›; long values are "
    "cut. The JSON twin holds them in full.",
)

GLOSSARY = (
    (
        "Likelihood ratio (LR)",
        "Probability of the evidence if P1 is true, divided by its probability if P2 is true; log10 LR is its "
        "base-10 logarithm: 0 is neutral, 1 is ten to one for P1, -1 ten to one for P2.",
    ),
    ("Prior", "Probability of P1 before this evidence. 0.5 is a convention, not a finding."),
    (
        "Stratum",
        "The range of size and compression quality that the picture belongs to; calibration and errors are its own.",
    ),
    (
        "Floor and cap",
        "The least and the greatest likelihood ratio that the number of validation images supports; more extreme "
        "values are held there.",
    ),
    (
        "Stability ladder",
        "The answers to the picture after changes that say nothing about its origin, each change being a rung.",
    ),
    ("Score, evidence", "The detector's raw output, and its share in each place; positive speaks for P1."),
    ("Percentile", "Share of reference images, in per cent, whose value is at or below the measured one."),
)

GLOSSARY_OF_TEXT = "Words of the text"

REFERENCES = (
    "ENFSI, Guideline for Evaluative Reporting in Forensic Science, 2015 (verbal scale of the likelihood ratio).",
    "ENFSI-BPM-DI-03, Best Practice Manual for Digital Image Authentication, 2021; SWGDE, Best Practices for "
    "Image Authentication; ISO/IEC 27037:2012 and 27042:2015.",
    "J. Platt, Probabilistic outputs for support vector machines, in Advances in Large Margin Classifiers, 1999.",
    "P. Vergeer, A. van Es, A. de Jongh, I. Alberink, R. Stoel, Numerical likelihood ratios outputted by LR "
    "systems are often based on extrapolation: when to stop extrapolating? Science and Justice 56, 2016.",
    "V. Vovk, Conditional validity of inductive conformal predictors, ACML 2012 (PMLR 25).",
    "C. Clopper, E. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial, "
    "Biometrika 26, 1934.",
    "R. Selvaraju et al., Grad-CAM: visual explanations from deep networks via gradient-based localization, ICCV 2017.",
    "Coalition for Content Provenance and Authenticity, C2PA Technical Specification.",
    "G. Morrison, Tutorial on logistic-regression calibration and fusion: converting a score to a likelihood ratio, "
    "Australian Journal of Forensic Sciences 45, 2013.",
)
METHOD_REFERENCES = {
    "evidence-map": "The parts of the score itself: W. Brendel, M. Bethge, BagNets, ICLR 2019",
    "grad-cam": "R. Selvaraju et al., ICCV 2017 (reference 7)",
    "grad-cam-plus-plus": "A. Chattopadhay et al., Grad-CAM++, WACV 2018",
    "hires-cam": "R. Draelos, L. Carin, arXiv:2011.08891, 2020",
    "xgrad-cam": "R. Fu et al., Axiom-based Grad-CAM, BMVC 2020",
    "layer-cam": "P.-T. Jiang et al., LayerCAM, IEEE Transactions on Image Processing 30, 2021",
    "eigen-cam": "M. Bany Muhammad, M. Yeasin, Eigen-CAM, IJCNN 2020",
    "score-cam": "H. Wang et al., Score-CAM, CVPR Workshops 2020",
    "ablation-cam": "S. Desai, H. Ramaswamy, Ablation-CAM, WACV 2020",
    "lime": "M. Ribeiro, S. Singh, C. Guestrin, “Why should I trust you?”, KDD 2016",
    "rise": "V. Petsiuk, A. Das, K. Saenko, RISE, BMVC 2018",
    "attention-rollout": "S. Abnar, W. Zuidema, Quantifying attention flow in transformers, ACL 2020",
}
NO_REFERENCE = "Not stated here: see the plugin that brings the method."
BOTH_STAND = "Separate from the program's result; where they differ, both stand."
INFORMED_BY = "The layout of this report is informed by reference 2; no claim of compliance is made."
