"""The status codes of C2PA 2.2 (15.2.2) in words, for the codes that validation gives for pictures."""

from __future__ import annotations

from gauntlet_desktop.core.declarations import C2paCheck, C2paState, EmbeddedPicture

_CODES = {
    "claimSignature.validated": "the signature of the claim is intact",
    "claimSignature.mismatch": "the signature of the claim does not fit: the claim was changed after it was signed",
    "claimSignature.missing": "the claim has no signature",
    "claimSignature.insideValidity": "it was signed while the certificate was valid",
    "claimSignature.outsideValidity": "it was signed while the certificate was not valid",
    "claim.missing": "the manifest has no claim",
    "claim.multiple": "the manifest has more than one claim",
    "claim.malformed": "the claim cannot be read",
    "claim.cbor.invalid": "the claim is no valid CBOR",
    "claim.hardBindings.missing": "nothing binds the manifest to this picture",
    "signingCredential.trusted": "the signer chains to an anchor of the trust list",
    "signingCredential.untrusted": "the signer chains to no anchor of a trust list",
    "signingCredential.invalid": "the signer's certificate is not one that may sign claims",
    "signingCredential.expired": "the signer's certificate had expired",
    "signingCredential.revoked": "the signer's certificate was revoked",
    "signingCredential.ocsp.skipped": "revocation was not checked: that would need a network",
    "signingCredential.ocsp.notRevoked": "an enclosed answer says that the certificate was not revoked",
    "signingCredential.ocsp.inaccessible": "revocation could not be checked",
    "timeStamp.validated": "the time stamp fits the signature",
    "timeStamp.trusted": "the authority of the time stamp is known to the reader",
    "timeStamp.untrusted": "the authority of the time stamp is not known",
    "timeStamp.mismatch": "the time stamp belongs to another signature",
    "timeStamp.malformed": "the time stamp cannot be read",
    "timeStamp.outsideValidity": "the time stamp lies outside its certificate's validity",
    "assertion.hashedURI.match": "assertions are the ones that were signed",
    "assertion.hashedURI.mismatch": "an assertion was changed after it was signed",
    "assertion.dataHash.match": "the picture's bytes are the ones that were signed",
    "assertion.dataHash.mismatch": "the picture's bytes are not the ones that were signed",
    "assertion.dataHash.malformed": "the binding to the picture cannot be read",
    "assertion.bmffHash.match": "the picture's bytes are the ones that were signed",
    "assertion.bmffHash.mismatch": "the picture's bytes are not the ones that were signed",
    "assertion.boxesHash.match": "the picture's parts are the ones that were signed",
    "assertion.boxesHash.mismatch": "the picture's parts are not the ones that were signed",
    "assertion.missing": "an assertion that the claim names is not there",
    "assertion.undeclared": "an assertion is there that the claim does not name",
    "assertion.inaccessible": "an assertion cannot be reached",
    "assertion.notRedacted": "an assertion that was to be taken out is still there",
    "assertion.selfRedacted": "a claim takes out an assertion of its own",
    "assertion.required.missing": "an assertion that is required is not there",
    "assertion.action.malformed": "an action cannot be read",
    "assertion.action.ingredientMismatch": "an action names an ingredient that is not there",
    "assertion.action.redacted": "an action was taken out",
    "assertion.cbor.invalid": "an assertion is no valid CBOR",
    "assertion.json.invalid": "an assertion is no valid JSON",
    "ingredient.manifest.validated": "the ingredient's manifest is the one that was taken in",
    "ingredient.manifest.mismatch": "the ingredient's manifest is not the one that was taken in",
    "ingredient.manifest.missing": "the ingredient's manifest is not there",
    "ingredient.claimSignature.validated": "the signature of the ingredient's claim is the one that was taken in",
    "ingredient.claimSignature.mismatch": "the signature of the ingredient's claim is another one",
    "ingredient.unknownProvenance": "an ingredient has no manifest of its own",
    "manifest.multipleParents": "the manifest names more than one parent",
    "manifest.inaccessible": "a manifest cannot be reached",
    "algorithm.unsupported": "an algorithm is not supported",
    "general.error": "validation met an error",
}

STATES = {
    C2paState.ABSENT: "no manifest",
    C2paState.INVALID: "invalid",
    C2paState.VALID_UNTRUSTED: "valid, signer not trusted",
    C2paState.VALID_TRUSTED: "valid and trusted",
    C2paState.NOT_CHECKED: "not checked",
}

_ALIKE, _UNLIKE = 0.9, 0.7

LIKENESS = (
    "A thumbnail shows what the picture looked like to the program that wrote it. Where it differs, the picture may "
    "have been changed afterwards, or the thumbnail may belong to another one: a question to look into, never proof. "
    f"The figure is the correlation of brightness of both, reduced alike; from {_ALIKE:g} on it is called alike, below "
    f"{_UNLIKE:g} unlike."
)


def code_words(code: str) -> str:
    """What a status code says; the code itself where there are no words for it."""
    return _CODES.get(code, code)


def check_words(check: C2paCheck) -> str:
    """A check with its outcome."""
    return f"{check.outcome}: {code_words(check.code)}"


def likeness(picture: EmbeddedPicture) -> str:
    """How alike an embedded picture and the image are, with the figure."""
    if picture.similarity is None:
        return picture.note
    word = "alike" if picture.similarity >= _ALIKE else "unlike" if picture.similarity < _UNLIKE else "partly alike"
    return f"{word} ({picture.similarity:.2f}). {picture.note}".strip()
