"""Cases in SQLite: schema, evidence, queue, records, marks and the hash-chained custody log."""

from gauntlet_desktop.store.case import Case
from gauntlet_desktop.store.configurations import Configuration, StoredConfiguration
from gauntlet_desktop.store.custody import Entry, LogCheck
from gauntlet_desktop.store.differences import Difference, Outcome
from gauntlet_desktop.store.evidence import Enqueued, FoundFile, Sighting, WaitingFile
from gauntlet_desktop.store.marks import Decision, Mark, MarkEntry, MarkKind, answers_by_history
from gauntlet_desktop.store.query import FACETS, Filter, Row, Sort, SortColumn
from gauntlet_desktop.store.records import Addition, StoredRecord

__all__ = [
    "FACETS",
    "Addition",
    "Case",
    "Configuration",
    "Decision",
    "Difference",
    "Enqueued",
    "Entry",
    "Filter",
    "FoundFile",
    "LogCheck",
    "Mark",
    "MarkEntry",
    "MarkKind",
    "Outcome",
    "Row",
    "Sighting",
    "Sort",
    "SortColumn",
    "StoredConfiguration",
    "StoredRecord",
    "WaitingFile",
    "answers_by_history",
]
