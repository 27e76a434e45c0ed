"""Gauntlet Desktop examines images offline for evidence of a generative model against a camera."""

__version__ = "0.1.0"
