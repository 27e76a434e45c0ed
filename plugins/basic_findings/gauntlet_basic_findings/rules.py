"""All rules of this plugin: those measured on tiles, which have references, and those on the file as a whole."""

from __future__ import annotations

from dataclasses import replace

from gauntlet_basic_findings import (
    camera_rules,
    edge_rules,
    history_rules,
    level_rules,
    light_rules,
    signal_rules,
    texture,
)
from gauntlet_basic_findings.camera_rules import FILE_RULES
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.views import DRAWINGS
from gauntlet_desktop.api import FindingRule

_MEASURED: tuple[TileRule, ...] = (
    *level_rules.RULES,
    *texture.RULES,
    *edge_rules.RULES,
    *signal_rules.RULES,
    *light_rules.RULES,
    *camera_rules.RULES,
    *history_rules.RULES,
)
TILE_RULES = tuple(
    replace(rule, drawing=DRAWINGS.get(rule.declared.id.removeprefix("finding:"), rule.drawing)) for rule in _MEASURED
)
RULES: tuple[FindingRule, ...] = (*TILE_RULES, *FILE_RULES)
