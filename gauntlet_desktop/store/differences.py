"""Which verdicts differ between two configurations that ran over the same evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from gauntlet_desktop.store.query import check_word


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one record says: its id, status, tier ("" without a verdict) and log10 LR."""

    record: int
    status: str
    tier: str
    log10_lr: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The newest records of one item under two configurations, which do not give the same tier or status."""

    item: int
    sha256: str
    name: str
    before: Outcome
    after: Outcome


_QUERY = """SELECT o.evidence, coalesce(evidence.sha256, ''), coalesce(item.name, ''),
    o.id, o.status, coalesce(o.tier, ''), o.log10_lr, n.id, n.status, coalesce(n.tier, ''), n.log10_lr
    FROM (SELECT max(id) AS id FROM record WHERE configuration = ?1 GROUP BY evidence) AS old
    JOIN record AS o ON o.id = old.id
    JOIN record AS n ON n.id = (SELECT max(id) FROM record WHERE configuration = ?2 AND evidence = o.evidence)
    JOIN evidence ON evidence.id = o.evidence LEFT JOIN item ON item.id = o.evidence
    WHERE (o.status, o.tier) IS NOT (n.status, n.tier) ORDER BY o.evidence"""


def differences(connection: sqlite3.Connection, before: int, after: int) -> Iterator[Difference]:
    """Every item whose verdict changed from one configuration (by its id) to another, in the order of items. Raises
    ValueError for a word that nothing gives a record."""
    for item, sha256, name, *values in connection.execute(_QUERY, (before, after)):
        outcomes = Outcome(*values[:4]), Outcome(*values[4:])
        for outcome in outcomes:
            check_word("status", outcome.status)
            check_word("tier", outcome.tier)
        yield Difference(item, sha256, name, *outcomes)


def compared(connection: sqlite3.Connection, before: int, after: int) -> int:
    """How many items have a record under both configurations."""
    query = """SELECT count(*) FROM (SELECT evidence FROM record WHERE configuration = ?1
        INTERSECT SELECT evidence FROM record WHERE configuration = ?2)"""
    return int(connection.execute(query, (before, after)).fetchone()[0])
