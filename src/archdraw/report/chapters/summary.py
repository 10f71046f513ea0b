"""The executive summary: what the system is, whether it does what it must, and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.wording import availability_text, downtime_text, money_text, percent_text
from archdraw.core.model import listed
from archdraw.report.document import (
    Block,
    Definition,
    Definitions,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Run,
    Section,
    Verdicts,
)
from archdraw.report.judging import contributors, share_sentence, target_of, verdict
from archdraw.report.naming import counted, in_words

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding, JourneyResult, Measure
    from archdraw.report.context import ReportContext

MOST_RISKS = 3
# So many journeys are told one by one; of more, the paragraph tells the worst.
MOST_TOLD = 3
# A first sentence of the description that is longer than this says more than what the system is for.
MOST_PURPOSE = 160


def summary(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter."""
    blocks: list[Block] = [Paragraph(_in_words(context), "lead"), _key_figures(context)]
    verdicts = tuple(verdict(context, journey, measure) for journey, measure in context.served)
    sections = [Section("summary", "Executive summary", 1, tuple(blocks))]
    if verdicts:
        sections.append(Section("verdicts", "Verdict per journey", 2, (Verdicts(verdicts),)))
    sections.append(Section("risks", "Top risks", 2, _risks(context)))
    return tuple(sections)


def _in_words(context: ReportContext) -> tuple[Run, ...]:
    design = context.design
    components, connections = len(design.components), len(design.connections)
    title = design.title or "The design"
    purpose = _purpose(design.description)
    if not components:
        return (Run(f"{title} is empty: there are no components to review yet."),)
    domains = sum(1 for group in design.groups if context.catalog.group(group.kind).failure_domain)
    text = f"{purpose}{title} consists of {counted(components, 'component')}"
    text += f" and {counted(connections, 'connection')}"
    text += f" in {counted(domains, 'failure domain')}. " if domains else ". "
    if not context.served:
        return (Run(f"{text}No journey is drawn, so nothing can be said about availability or load yet."),)
    count = len(context.served)
    analysed = f"{in_words(count).capitalize()} {'journey was' if count == 1 else 'journeys were'} analysed. "
    runs = [Run(text + analysed)]
    if len(context.served) > MOST_TOLD:
        runs += _overall(context)
    told = context.served if len(context.served) <= MOST_TOLD else _worst(context)
    for missed in (False, True):
        for journey, measure in told:
            target = target_of(journey)
            if (target is not None and target[1] is False) is missed:
                runs += _sentence(context, journey, measure)
    return tuple(runs)


def _purpose(description: str) -> str:
    """Return the first sentence of the description, where it is one: what the system is for."""
    first = description.strip().partition("\n")[0].strip()
    sentence = first.partition(". ")[0].rstrip(".")
    return f"{sentence}. " if 0 < len(sentence) <= MOST_PURPOSE else ""


def _overall(context: ReportContext) -> list[Run]:
    """Return how many of many journeys meet their target."""
    met = [target[1] for journey, _ in context.served if (target := target_of(journey)) is not None]
    if not met:
        return [Run("None of them states an availability target. ")]
    if all(met):
        return [Run(f"All {in_words(len(met))} with a target meet it. The closest call: ")]
    if not any(met):
        return [Run(f"None of the {in_words(len(met))} with a target meets it. Furthest off: ")]
    kept = in_words(sum(1 for one in met if one)).capitalize()
    return [Run(f"{kept} of the {in_words(len(met))} with a target meet it. Furthest off: ")]


def _worst(context: ReportContext) -> tuple[tuple[JourneyResult, Measure], ...]:
    """Return the journey that is furthest beyond what its target allows."""

    def excess(pair: tuple[JourneyResult, Measure]) -> tuple[bool, float]:
        target = target_of(pair[0])
        allowed = 1.0 - target[0] if target is not None else 0.0
        return target is not None, pair[1].unavailability / allowed if allowed else pair[1].unavailability

    return (max(context.served, key=excess),)


def _sentence(context: ReportContext, journey: JourneyResult, measure: Measure) -> list[Run]:
    down = availability_text(measure.availability, measure.unavailability)
    runs = [
        Run("“"),
        Run(context.names.journey(journey), "strong"),
        Run(
            f"” is expected to work {down} of the time, {downtime_text(measure.downtime_s_year)} down a year"
        ),
    ]
    target = target_of(journey)
    if target is None:
        runs.append(Run("; no target is stated. "))
        return runs
    wanted, met = target
    if met:
        runs.append(Run(f", and meets its target of {availability_text(wanted)}. "))
        return runs
    runs.append(Run(f", and misses its target of {availability_text(wanted)}"))
    cause = share_sentence(context, measure)
    runs.append(Run(f". {cause} "))
    return runs


def _key_figures(context: ReportContext) -> KeyFigures:
    met = [target[1] for journey, _ in context.served if (target := target_of(journey)) is not None]
    points = {
        context.names.owner(event)
        for _, measure in context.served
        for event in measure.single_points.failures
    }
    open_findings = [finding for finding in context.analysis.findings if finding.suppressed is None]
    grave = sum(1 for finding in open_findings if finding.severity in ("critical", "high"))
    priced = [one.cost_month for one in context.analysis.components if one.cost_month is not None]
    unpriced = len(context.analysis.components) - len(priced)
    return KeyFigures(
        (
            KeyFigure(
                f"{sum(1 for one in met if one)} of {len(met)}" if met else "–",
                "availability targets met",
                "" if met else "no target is stated",
                "plain" if not met else "good" if all(met) else "danger",
            ),
            KeyFigure(
                str(len(points)) if context.served else "–",
                "single points of failure",
                "elements that stop a journey" if context.served else "no journey to stop",
                "danger" if points else "good" if context.served else "plain",
            ),
            KeyFigure(
                str(len(open_findings)),
                "findings",
                f"{grave} critical or high",
                "danger" if grave else "plain",
            ),
            KeyFigure(
                money_text(sum(priced)) if priced else "–",
                "a month",
                f"{unpriced} without a price" if unpriced else "all components priced",
            ),
        )
    )


def _risks(context: ReportContext) -> tuple[Block, ...]:
    findings = [finding for finding in context.analysis.findings if finding.suppressed is None]
    counts = {name: sum(1 for finding in findings if finding.severity == name) for name in SEVERITIES}
    ledger = len(context.analysis.ledger)
    said = listed(f"{count} {name}" for name, count in counts.items() if count) or "none"
    blocks: list[Block] = []
    if findings:
        blocks.append(
            Definitions(
                tuple(_risk(number, finding) for number, finding in enumerate(findings[:MOST_RISKS], 1))
            )
        )
    elif context.served:
        blocks += _worst_contributors(context)
    counted_rules = f"{counted(ledger, 'rule')} checked; " if ledger else ""
    runs = [
        Run(f"{counted_rules}findings: {said}. All of them, with evidence and remedy, are in "),
        Run("", link="findings"),
    ]
    if any(finding.fix for finding in findings):
        runs += [Run("; what to do first, by what it saves, is in "), Run("", link="remediation")]
    blocks.append(Paragraph((*runs, Run(".")), "note"))
    return tuple(blocks)


def _risk(number: int, finding: Finding) -> Definition:
    remedy = f" {finding.remedy}" if finding.remedy else ""
    return Definition(
        f"F{number} · {finding.severity}",
        (
            Run(finding.message, "strong"),
            Run(remedy),
            Run(" See "),
            Run(f"F{number}", link=f"finding:{number}"),
            Run("."),
        ),
    )


def _worst_contributors(context: ReportContext) -> list[Block]:
    worst = sorted(
        ((part, journey) for journey, measure in context.served for part in contributors(measure, 2)),
        key=lambda pair: -pair[0].minutes_year,
    )
    seen: set[str] = set()
    items: list[Definition] = []
    for part, journey in worst:
        if part.event in seen or len(items) == MOST_RISKS:
            continue
        seen.add(part.event)
        saved = downtime_text(part.minutes_year * 60.0)
        share = percent_text(min(part.share, 1.0))
        text = f"Costs “{context.names.journey(journey)}” {saved} a year, {share} of its downtime."
        items.append(Definition(context.names.event(part.event), (Run(text),)))
    return [Definitions(tuple(items))] if items else []
