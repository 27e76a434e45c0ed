"""Fuzz targets for every parser of untrusted bytes: run by the test suite over seeds, and by Atheris for hours."""
