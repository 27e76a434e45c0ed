"""The hostile-input boundary: bounded intake, decoding and structural reading of metadata."""
