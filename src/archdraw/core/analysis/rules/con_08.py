"""CON-08: a quorum that needs every copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.quorums import quorum_of
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    stated = [(c, q) for c in context.design.components if (q := quorum_of(c)) is not None and q.copies > 1]
    if not stated:
        return NotApplicable("no store states its quorums")
    found = []
    for store, quorum in stated:
        blocked = [
            word for word, count in (("write", quorum.write), ("read", quorum.read)) if count >= quorum.copies
        ]
        if not blocked:
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"Every {' and every '.join(blocked)} of {context.name(store.id)} needs all "
                f"{quorum.copies} copies: the loss of any one blocks it.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={
                    "read_quorum": quorum.read,
                    "write_quorum": quorum.write,
                    "copies": quorum.copies,
                },
                remedy="Lower it and keep R + W > N: two majorities.",
                fix="use-quorum",
            )
        )
    return found


RULE = Rule(
    id="CON-08",
    title="Quorum needs every node",
    severity="medium",
    rationale="With W = N or R = N, copies make the store less available, not more.",
    source="Kleppmann, Designing Data-Intensive Applications, chapter 5",
    fixes=("use-quorum",),
    check=_check,
)
