"""SQLite cases with a hash-chained custody log."""
