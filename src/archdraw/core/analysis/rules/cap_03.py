"""CAP-03: more calls than the provider allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.numbers import number
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import fed_by
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    limited = [(c, quota) for c in context.design.components if (quota := number(c, "quota_rps"))]
    if not limited:
        return NotApplicable("no provider states a quota")
    found = []
    for provider, quota in limited:
        rate = context.component(provider.id).rate_rps
        if rate is None or rate <= threshold(context, "quota_warn") * quota:
            continue
        found.append(
            RULE.finding(
                [provider.id],
                f"{context.name(provider.id)} gets {rate_text(rate)} at peak, "
                f"{percent_text(rate / quota)} of its "
                f"quota of {rate_text(quota)}.",
                severity=context.severity(
                    RULE.severity if rate > quota else "medium", fed_by(context, provider.id)
                ),
                evidence={"rate_rps": rate, "quota_rps": quota, "share": rate / quota},
                remedy="Cache answers, bundle calls, or have the quota raised before that day.",
                fix="cache-answers" if _is_read(context, provider.id) else None,
            )
        )
    return found


def _is_read(context: Context, provider: str) -> bool:
    """Return whether some of the calls only ask, so that answers may be kept."""
    incoming, _ = context.neighbours(provider)
    return any(link.kind == "call" and link.operation == "read" for link in incoming)


RULE = Rule(
    id="CAP-03",
    title="Third-party quota",
    severity="high",
    rationale="Beyond its quota a provider answers with errors, whatever is paid.",
    source="rule of thumb; providers' terms",
    thresholds=("quota_warn",),
    fixes=("cache-answers",),
    by_hand="calls that change something can't be cached: bundle them, or have the quota raised.",
    check=_check,
)
