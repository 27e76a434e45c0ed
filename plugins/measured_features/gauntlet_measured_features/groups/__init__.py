"""The groups of measured features, one module each."""
