"""Rules of plug-ins, wrapped so that what goes wrong in them stops nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result import SEVERITIES, Finding
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.plugins.naming import kind_of, said_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.context import Context

_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_LONGEST_ID = 24
_TEXTS = ("title", "rationale", "source")
MOST_FINDINGS = 10_000


class UnfitError(Exception):
    """Something of a plug-in is not what it has to be; the text is a sentence."""


def check_rule(rule: object) -> Rule:
    """Return the rule when it can be used.

    Raises
    ------
    UnfitError
        It is no rule, or one of its fields is not what it has to be.
    """
    if not isinstance(rule, Rule):
        raise UnfitError(f"It gives {kind_of(rule)} where a Rule is wanted.")
    if not isinstance(rule.id, str) or not _ID.fullmatch(rule.id) or len(rule.id) > _LONGEST_ID:
        raise UnfitError(
            f"The id {rule.id!r} of a rule has to be capital letters and digits with a hyphen, as in ACME-01."
        )
    if rule.severity not in SEVERITIES:
        raise UnfitError(f"The severity of the rule {rule.id} has to be one of: {', '.join(SEVERITIES)}.")
    if not callable(rule.check) or not all(isinstance(getattr(rule, name), str) for name in _TEXTS):
        raise UnfitError(f"The rule {rule.id} needs a check and texts for {', '.join(_TEXTS)}.")
    return rule


def guarded(rule: Rule, report: Callable[[str], None]) -> Rule:
    """Return the rule with a check that never raises: what goes wrong is reported, and nothing is found."""

    def check(context: Context) -> tuple[Finding, ...] | NotApplicable:
        try:
            outcome = rule.check(context)
            if isinstance(outcome, NotApplicable):
                return outcome
            return tuple(_checked(rule, one, context) for one in _some(outcome))
        except UnfitError as error:
            report(f"The rule {rule.id} was left out: {error}")
        except Exception as error:  # noqa: BLE001 - somebody else's code
            report(f"The rule {rule.id} was left out: its check broke off with {said_of(error)}.")
        return NotApplicable("the check of the plug-in broke off")

    # The page of a rule is put together from the module that its check stands in.
    check.__module__ = getattr(rule.check, "__module__", __name__)
    return replace(rule, check=check, thresholds=(), fixes=())


def _some(outcome: Any) -> list[Any]:
    found: list[Any] = []
    for one in outcome:
        found.append(one)
        if len(found) > MOST_FINDINGS:
            raise UnfitError(f"it gives more than {MOST_FINDINGS} findings.")
    return found


def _checked(rule: Rule, finding: object, context: Context) -> Finding:
    """Return the finding with what the window, the reports and the file can rely on."""
    if not isinstance(finding, Finding):
        raise UnfitError(f"it gives {kind_of(finding)} where a Finding is wanted.")
    if finding.rule != rule.id or finding.severity not in SEVERITIES:
        raise UnfitError("its findings have to carry its own id and a known severity.")
    if not all(isinstance(text, str) for text in (finding.message, finding.remedy, *finding.about)):
        raise UnfitError("message, remedy and what a finding is about have to be texts.")
    design = context.design
    tables = (design.component_by_id, design.connection_by_id, design.group_by_id, design.journey_by_id)
    elements = tuple(one for one in finding.elements if any(one in table for table in tables))
    journey = finding.journey if finding.journey in design.journey_by_id else None
    try:
        evidence = json.loads(json.dumps(dict(finding.evidence), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise UnfitError(f"the evidence of a finding can't be written as JSON ({error}).") from None
    return replace(
        finding,
        title=rule.title,
        source=rule.source,
        elements=elements,
        journey=journey,
        evidence=evidence,
        fix=None,
        suppressed=None,
    )
