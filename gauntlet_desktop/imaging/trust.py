"""A list of trust anchors for C2PA signers, as its user installed it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrustList:
    """Root certificates in PEM (RFC 7468) that make a signer trusted; without any, no signer is.

    `certificates` counts them; `date` is the day on which the file was last changed (ISO 8601), `sha256` its hash.
    """

    pem: str = ""
    certificates: int = 0
    date: str = ""
    sha256: str = ""

    @property
    def words(self) -> str:
        """What the list is, for people; "" for none."""
        if not self.pem:
            return ""
        count = f"{self.certificates} certificate{'' if self.certificates == 1 else 's'}"
        return f"{count}, file of {self.date}, SHA-256 {self.sha256}"


NO_TRUST_LIST = TrustList()
