"""The pure domain: records, verdicts, calibration and findings; the standard library and numpy, no input or output."""
