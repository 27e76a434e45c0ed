"""Makes what stands behind the number of a finding, on demand, from the pixels that were analysed."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.core.errors import GauntletError, PluginFault, UserError
from gauntlet_desktop.core.finding_views import FindingView
from gauntlet_desktop.core.findings import FindingRule, ViewedRule, conditions_hold
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.inference.pipeline import Picture


def view_finding(rules: Sequence[FindingRule], finding: str, picture: Picture) -> FindingView:
    """The view of the rule of that id. Raises UserError where there is none to show, PluginFault for a rule that
    fails."""
    rule = next((each for each in rules if each.spec.id == finding), None)
    if rule is None or not isinstance(rule, ViewedRule) or not conditions_hold(rule.spec, picture.facts):
        raise _nothing(finding)
    try:
        view = rule.view(Planes(picture.pixels, picture.facts, picture.provenance))
    except GauntletError:
        raise
    except (Exception, SystemExit) as error:
        raise PluginFault(
            "rule_failed",
            phrase(
                "The rule {finding} failed ({kind}: {reason}).",
                finding=finding,
                kind=type(error).__name__,
                reason=str(error),
            ),
            "See the list of plugins.",
        ) from error
    if view is None:
        raise _nothing(finding)
    return view


def _nothing(finding: str) -> UserError:
    return UserError(
        "no_view",
        phrase("There is nothing to show of {finding} in this picture.", finding=finding),
        "Choose another finding.",
    )
