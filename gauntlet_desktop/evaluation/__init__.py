"""Measured error rates of detectors per source, generator and delivery condition."""
