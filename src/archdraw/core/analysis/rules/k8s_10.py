"""K8S-10: images and manifests that can't be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.workloads import NO_WORKLOADS, journeys_of, names_of, workloads

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = workloads(context)
    if not found:
        return NO_WORKLOADS
    stated = [w for w in found if "image_tag" in w.attributes or "declarative" in w.attributes]
    if not stated:
        return NotApplicable("no workload states its image tag or how it is applied")
    loose = [w for w in stated if _is_loose(w)]
    if not loose:
        return []
    return [
        RULE.finding(
            [workload.id for workload in loose],
            f"{names_of(context, loose)} {'uses' if len(loose) == 1 else 'use'} the tag latest or "
            f"{'is' if len(loose) == 1 else 'are'} applied by hand: what runs depends on when it was "
            "started.",
            severity=context.severity(RULE.severity, journeys_of(context, loose)),
            evidence={"workloads": len(loose)},
            remedy="Name a version in each manifest, keep manifests in git, and let a controller apply them.",
            fix="pin-image",
            about=(),
        )
    ]


def _is_loose(workload: Component) -> bool:
    by_hand = workload.attributes.get("declarative") is False
    return by_hand or workload.attributes.get("image_tag") == "latest"


RULE = Rule(
    id="K8S-10",
    title="Mutable image or imperative change",
    severity="low",
    rationale="What nobody can repeat, nobody can roll back.",
    source="course text; kube-linter latest-tag",
    fixes=("pin-image",),
    check=_check,
)
