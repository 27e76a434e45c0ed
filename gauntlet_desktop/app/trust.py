"""The list of C2PA trust anchors that the user put into the configuration folder; none is shipped or fetched."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime
from pathlib import Path

from gauntlet_desktop.app.settings import config_folder
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList

TRUST_LIST_NAME = "c2pa-trust-list.pem"
_MOST_BYTES = 4 << 20
_HEAD = "-----BEGIN CERTIFICATE-----"

_log = logging.getLogger(__name__)


def installed_trust_list(folder: Path | None = None) -> TrustList:
    """The list in `c2pa-trust-list.pem` of a folder (the user's configuration folder by default).

    A file that is missing, larger than 4 MiB, no text, or without any certificate is no list; all but the first are
    logged. Whether the certificates can be used, the reader of manifests says.
    """
    path = (folder or config_folder()) / TRUST_LIST_NAME
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
        text = data.decode("ascii")
    except FileNotFoundError:
        return NO_TRUST_LIST
    except (OSError, ValueError, OverflowError) as error:
        _log.warning("the C2PA trust list cannot be read: %s", error)
        return NO_TRUST_LIST
    count = text.count(_HEAD)
    if count == 0 or len(data) > _MOST_BYTES:
        _log.warning("the C2PA trust list holds no certificate, or more than %s bytes", _MOST_BYTES)
        return NO_TRUST_LIST
    return TrustList(text, count, changed, hashlib.sha256(data).hexdigest())
