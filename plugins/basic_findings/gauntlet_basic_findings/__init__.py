"""Ten rules that measure one artifact each with numpy alone, and how often each fires on held-out images."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import FindingRule, hookimpl


@hookimpl
def gauntlet_finding_rules() -> Sequence[FindingRule]:
    from gauntlet_basic_findings.rules import RULES

    return RULES
