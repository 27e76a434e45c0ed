"""Cases in SQLite: schema, records and the hash-chained custody log."""

from gauntlet_desktop.store.case import Case, StoredRecord
from gauntlet_desktop.store.custody import Entry, LogCheck

__all__ = ["Case", "Entry", "LogCheck", "StoredRecord"]
