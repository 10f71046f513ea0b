"""What a document says about rules in vain: names that are mistyped, acceptances that are left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.acceptance import covers
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.rules.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.model import Design, Suppression


def idle_settings(design: Design, analysis: Analysis) -> list[str]:
    """Return a sentence for each acceptance, override, switch or limit of a document that has no effect."""
    known = {entry.rule for entry in analysis.ledger}
    return [*_acceptances(design, analysis, known), *_overrides(design, known), *_limits(design)]


def _acceptances(design: Design, analysis: Analysis, known: set[str]) -> list[str]:
    found = []
    for entry in design.suppressions:
        if entry.rule not in known:
            found.append(f"{_acceptance(entry)} names no rule.")
        elif not any(covers(entry, finding) for finding in analysis.findings):
            found.append(f"{_acceptance(entry)} fits no finding any more; take it out.")
    return found


def _acceptance(entry: Suppression) -> str:
    where = f" at “{entry.element}”" if entry.element is not None else ""
    return f"The acceptance of “{entry.rule}”{where}"


def _overrides(design: Design, known: set[str]) -> list[str]:
    settings = design.settings
    words = (*SEVERITIES, "off")
    unknown = [one for one in (*settings.severity, *settings.rules) if one not in known]
    found = [f"The settings name “{one}”, which is no rule." for one in dict.fromkeys(unknown)]
    found += [
        f"The severity “{stated}” of {rule} is none: use {', '.join(words[:-1])} or {words[-1]}."
        for rule, stated in settings.severity.items()
        if rule in known and stated not in words
    ]
    found += [
        f"Whether {rule} is on has to be true or false, not “{stated}”."
        for rule, stated in settings.rules.items()
        if rule in known and not isinstance(stated, bool)
    ]
    return found


def _limits(design: Design) -> list[str]:
    found = []
    for name, stated in design.settings.thresholds.items():
        is_number = isinstance(stated, int | float) and not isinstance(stated, bool)
        if name not in THRESHOLDS:
            found.append(f"The settings name “{name}”, which is no threshold.")
        elif not is_number or stated <= 0:
            found.append(f"The threshold {name} has to be a number above 0, not “{stated}”.")
    return found
