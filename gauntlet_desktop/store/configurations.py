"""What an analysis was made with: the same bytes under the same configuration give the same record."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gauntlet_desktop.core.serialise import dumps, to_plain


@dataclass(frozen=True, slots=True)
class Configuration:
    """The program, and everything else that a record depends on, by SHA-256 or value.

    `plugins` are (id, version, SHA-256 of their content), `weights` and `calibrations` (detector, SHA-256),
    `parameters` (name, value), the limits of decoding among them. The order of each does not matter.
    """

    program: str
    plugins: tuple[tuple[str, str, str], ...] = ()
    weights: tuple[tuple[str, str], ...] = ()
    calibrations: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()

    def description(self) -> str:
        """The configuration as one line of JSON, its lists sorted."""
        plain = to_plain(self)
        text = dumps({name: sorted(value) if isinstance(value, list) else value for name, value in plain.items()})
        return text.encode("utf-8", "backslashreplace").decode()

    def digest(self) -> str:
        """SHA-256 of the description, in hexadecimal."""
        return _digest(self)


@dataclass(frozen=True, slots=True)
class StoredConfiguration:
    """A configuration that the case has, with its number of records and when the first was added (ISO 8601)."""

    id: int
    digest: str
    description: str
    records: int
    first_used: str


@lru_cache(maxsize=16)  # asked for with every file
def _digest(configuration: Configuration) -> str:
    return hashlib.sha256(configuration.description().encode()).hexdigest()


def named_by(plain: Mapping[str, Any]) -> Configuration:
    """What a record's JSON form itself says of its configuration, for records that come without one."""
    detectors = plain.get("detectors") or ()
    used = plain.get("plugins") or [{**each, "sha256": ""} for each in detectors]  # older ones tell no digest
    return Configuration(
        program=plain["program"],
        plugins=tuple((each["id"], each["version"], each["sha256"]) for each in used),
        weights=tuple((each["id"], each["weights_sha256"]) for each in detectors),
        calibrations=tuple(
            (each["id"], each["calibration_sha256"]) for each in detectors if each.get("calibration_sha256")
        ),
    )


def keep(connection: sqlite3.Connection, configuration: Configuration) -> int:
    """The id of a configuration in the case, made where it is new."""
    digest = configuration.digest()
    row = connection.execute("SELECT id FROM configuration WHERE digest = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    query = "INSERT INTO configuration (digest, description) VALUES (?, ?)"
    return int(connection.execute(query, (digest, configuration.description())).lastrowid or 0)


def stored(connection: sqlite3.Connection) -> list[StoredConfiguration]:
    """All configurations in the order of their first use."""
    query = """SELECT c.id, c.digest, c.description, used.records, coalesce(custody.occurred, '')
        FROM (SELECT configuration, count(*) AS records, min(id) AS first FROM record GROUP BY configuration) AS used
        JOIN configuration AS c ON c.id = used.configuration JOIN record ON record.id = used.first
        LEFT JOIN custody ON custody.number = record.entry ORDER BY c.id"""
    return [StoredConfiguration(*row) for row in connection.execute(query)]
