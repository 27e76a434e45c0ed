"""All fuzz targets by name."""

from __future__ import annotations

from fuzz import answers, data, metadata, models, pictures, records, settings

TARGETS = {
    target.name: target
    for family in (pictures, metadata, records, settings, data, models, answers)
    for target in family.TARGETS
}
