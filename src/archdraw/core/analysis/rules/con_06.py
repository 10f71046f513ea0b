"""CON-06: a store whose answer to a partition is not the one the journey asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.classing import classify
from archdraw.core.analysis.rules.quorums import quorum_of
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.stores import stores_of

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wishes = [j for j in context.design.journeys if j.consistency == "strong"]
    easy = [j for j in context.design.journeys if j.consistency == "eventual"]
    if not wishes and not easy:
        return NotApplicable("no journey says what consistency it needs")
    return [*_too_loose(context, wishes), *_too_strict(context, easy, wishes)]


def _too_strict(context: Context, easy: list[Journey], wishes: list[Journey]) -> list[Finding]:
    """Return a finding for each store that refuses in a partition, though all it serves may be old."""
    found = []
    for store in stores_of(context):
        journeys = [journey for journey in easy if context.on_path(store.id, journey.id)]
        stated = store.attributes.get("pacelc") or store.attributes.get("consistency")
        if not journeys or not _refuses_first(store):
            continue
        if any(context.on_path(store.id, journey.id) for journey in wishes):
            continue  # somebody needs it that way
        found.append(
            RULE.finding(
                [store.id],
                f"{named(context, [j.id for j in journeys])} may be served old data, but "
                f"{context.name(store.id)} refuses to answer while the network is split.",
                severity=context.severity("medium", journeys),
                evidence={"wanted": "eventual", "store": stated, "journeys": [j.id for j in journeys]},
                remedy="Let it answer with what it has (R = W = 1, or reads from copies), or ask for strong "
                "consistency.",
                fix="answer-first",
                journey=journeys[0].id,
                about=[store.id, "answers"],
            )
        )
    return found


def _refuses_first(store: Component) -> bool:
    pacelc = store.attributes.get("pacelc")
    if isinstance(pacelc, str):
        return pacelc.startswith("PC")
    return store.attributes.get("consistency") == "strong"


def _too_loose(context: Context, wishes: list[Journey]) -> list[Finding]:
    """Return a finding for each store that answers in a partition, whether right or not."""
    found = []
    for journey in wishes:
        for store in stores_of(context):
            if not context.on_path(store.id, journey.id) or _overlapping_quorums(store):
                continue
            answers = _answers_first(context, store)
            if answers is None:
                continue
            found.append(
                RULE.finding(
                    [store.id],
                    f"{context.name(journey.id)} needs strong consistency, but {context.name(store.id)} "
                    "answers with what it has while the network is split.",
                    severity=context.severity(RULE.severity, [journey]),
                    evidence={"wanted": "strong", "store": answers},
                    remedy="Read and write with a quorum (R + W > N), or use a store that refuses instead.",
                    journey=journey.id,
                    fix="use-quorum",
                    about=[store.id, journey.id],
                )
            )
    return found


def _answers_first(context: Context, store: Component) -> str | None:
    """Return in a word why a store answers with what it has: as stated, or as its copies are kept.

    None: it does not, or nothing says so. Quorums that miss each other are CON-01's subject.
    """
    consistency, pacelc = store.attributes.get("consistency"), store.attributes.get("pacelc")
    if consistency == "eventual":
        return "eventual"
    if isinstance(pacelc, str) and pacelc.startswith("PA"):
        return str(consistency or pacelc)
    if quorum_of(store) is not None:
        return None
    found = classify(context.design, context.catalog, store)
    return found.pacelc if found.basis == "derived" and found.pacelc.startswith("PA") else None


def _overlapping_quorums(store: Component) -> bool:
    """Return whether every read meets the last write: R + W > N."""
    read, write, copies = (
        store.attributes.get(key) for key in ("read_quorum", "write_quorum", "replication_factor")
    )
    copies = store.replicas if copies is None else copies
    if not (isinstance(read, int) and isinstance(write, int) and isinstance(copies, int)):
        return False
    return read + write > copies


RULE = Rule(
    id="CON-06",
    title="CAP class conflicts with the requirement",
    severity="critical",
    rationale="In a partition a store either answers or stays right; the journey has to want the same.",
    source="course text, CAP and PACELC",
    fixes=("use-quorum", "answer-first"),
    check=_check,
)
