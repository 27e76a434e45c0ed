"""The process boundary: decode pool, inference process and their supervisors."""
