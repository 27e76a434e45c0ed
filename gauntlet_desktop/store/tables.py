"""The tables of version 2 (docs/case-format.md describes them). A released table is only changed by a migration.

Append-only and sealed by the custody log: `record`, `sighting`, `mark`. Facts that a scan renews: `file`. Derived, so
that the window sorts and filters 100,000 images quickly, and compared with what they are derived from by a check:
`item`, `item_tag`, `item_note`.
"""

from __future__ import annotations

import sqlite3

_TABLES = (
    # Distinct bytes. A file that could not be read has no SHA-256 and stands for itself: `unread_file`.
    """CREATE TABLE evidence (
        id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, unread_file INTEGER UNIQUE, perceptual_hash INTEGER,
        CHECK ((sha256 IS NULL) <> (unread_file IS NULL))
    ) STRICT""",
    # Every path that was listed or analysed, which is the queue as well. `folded` is what a search looks through.
    """CREATE TABLE file (
        id INTEGER PRIMARY KEY, raw_path BLOB NOT NULL UNIQUE, folded TEXT NOT NULL, size_bytes INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
        missing INTEGER NOT NULL DEFAULT 0, error_code TEXT NOT NULL DEFAULT '', error_message TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX file_waiting ON file (id) WHERE state = 'waiting'",
    "CREATE INDEX file_by_state ON file (state)",
    # What an analysis was made with. `dictionary` is a body that the others of this configuration resemble.
    """CREATE TABLE configuration (
        id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, description TEXT NOT NULL, dictionary BLOB
    ) STRICT""",
    """CREATE TABLE record (
        id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, evidence INTEGER NOT NULL, file INTEGER NOT NULL,
        configuration INTEGER NOT NULL, status TEXT NOT NULL, tier TEXT, log10_lr REAL, form INTEGER NOT NULL,
        content_sha256 BLOB NOT NULL, body BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX record_by_evidence ON record (evidence, configuration, file)",
    "CREATE INDEX record_by_configuration ON record (configuration, evidence)",
    "CREATE INDEX record_by_file ON record (file, evidence)",
    "CREATE INDEX record_by_entry ON record (entry)",
    """CREATE TABLE map (
        record INTEGER NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (record, number)
    ) STRICT, WITHOUT ROWID""",
    # The same bytes met again at a path, without a record of its own.
    """CREATE TABLE sighting (
        id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, evidence INTEGER NOT NULL, file INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sighting_by_evidence ON sighting (evidence, file)",
    "CREATE INDEX sighting_by_file ON sighting (file, evidence)",
    """CREATE TABLE mark (
        id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, evidence INTEGER NOT NULL, kind TEXT NOT NULL,
        value TEXT NOT NULL, note TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX mark_by_evidence ON mark (evidence, kind)",
    """CREATE TABLE item (
        id INTEGER PRIMARY KEY, record INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE, status TEXT NOT NULL,
        tier TEXT NOT NULL, log10_lr REAL, conflict INTEGER NOT NULL, stratum TEXT NOT NULL, container TEXT NOT NULL,
        width INTEGER NOT NULL, height INTEGER NOT NULL, size_bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
        camera TEXT NOT NULL, generator TEXT NOT NULL, c2pa TEXT NOT NULL, error_code TEXT NOT NULL,
        decision TEXT NOT NULL DEFAULT '', second_decision TEXT NOT NULL DEFAULT '',
        bookmarked INTEGER NOT NULL DEFAULT 0, stack INTEGER NOT NULL
    ) STRICT""",
    *(
        f"CREATE INDEX item_by_{column} ON item ({column})"
        for column in ("name", "log10_lr", "tier", "status", "stratum", "container", "size_bytes", "modified_ns")
    ),
    *(
        f"CREATE INDEX item_by_{column} ON item ({column})"
        for column in ("camera", "generator", "error_code", "decision", "stack")
    ),
    "CREATE INDEX item_stacked ON item (stack) WHERE stack <> id",
    "CREATE INDEX item_bookmarked ON item (id) WHERE bookmarked",
    "CREATE INDEX item_in_conflict ON item (id) WHERE conflict",
    "CREATE TABLE item_tag (tag TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (tag, item)) STRICT, WITHOUT ROWID",
    "CREATE INDEX item_tag_by_item ON item_tag (item)",
    "CREATE TABLE item_note (item INTEGER PRIMARY KEY, text TEXT NOT NULL, folded TEXT NOT NULL) STRICT",
    "CREATE TABLE saved_filter (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
)


def create_analyst_tables(connection: sqlite3.Connection) -> None:
    """Everything of version 2 that version 1 has not; a table `record` must not be there."""
    for statement in _TABLES:
        connection.execute(statement)
