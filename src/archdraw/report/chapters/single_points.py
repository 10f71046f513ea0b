"""What stops each journey by itself, and which failures together do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.cut_set_words import SINGLE_POINT_LISTS
from archdraw.core.analysis.warning_words import warning_sentences
from archdraw.core.analysis.wording import THIN, downtime_text, probability_text
from archdraw.core.model import listed
from archdraw.report.chapters.waterfall import part_of, waterfall
from archdraw.report.context import journey_section, path_id
from archdraw.report.document import (
    Block,
    Callout,
    Column,
    Definition,
    Definitions,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    cell,
)
from archdraw.report.judging import contributors, ratio_text, share_sentence, verdict

if TYPE_CHECKING:
    from archdraw.core.analysis.result import CutSets, JourneyResult, Measure
    from archdraw.report.context import ReportContext

MOST_CUT_SETS = 12
# Cut sets up to here are told one by one; of more nobody reads all digits.
_COUNTED = 1_000_000
# Journeys whose downtime is shown as a picture; of all of them there is a table.
MOST_WATERFALLS = 6
MOST_CONTRIBUTORS = 8


def single_points(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: the drawing with the points marked, then a section for each journey."""
    if not context.served:
        return ()
    runs = [
        Run(
            "A single point of failure stops a journey all by itself. A minimal cut set is a group of "
            "failures that stops it together, none of them to spare; its order is how many they are."
        )
    ]
    if "single-points" in context.figures:
        runs += [Run(" "), Run("", link="single-points"), Run(" marks the points in the drawing.")]
    blocks: list[Block] = [Paragraph(tuple(runs))]
    sections = [Section("failing", "Single points of failure", 1, tuple(blocks))]
    sections += [
        _journey(context, journey, measure, waterfalls=index < MOST_WATERFALLS)
        for index, (journey, measure) in enumerate(context.served)
    ]
    return tuple(sections)


def _journey(
    context: ReportContext, journey: JourneyResult, measure: Measure, *, waterfalls: bool
) -> Section:
    judged = verdict(context, journey, measure)
    runs = [Run(f"{judged.text}. {share_sentence(context, measure)}")]
    if path_id(journey.id) in context.figures:
        runs += [Run(" "), Run("", link=path_id(journey.id)), Run(" shows its path.")]
    blocks: list[Block] = [
        Callout(
            f"Target {judged.word}" if judged.mark != "unknown" else "No target",
            tuple(runs),
            judged.tone,
            judged.mark,
        ),
        _points(context, measure),
    ]
    if measure.importance and contributors(measure, 1):
        if waterfalls:
            blocks.append(waterfall(context, journey, measure))
        blocks.append(_contributors(context, journey, measure))
    if measure.cut_sets.list:
        blocks.append(_cut_sets(context, journey, measure))
    remarks = _remarks(context, journey, measure.cut_sets)
    if remarks:
        blocks.append(Paragraph((Run(" ".join(remarks)),), "note"))
    return Section(journey_section(journey.id), context.names.journey(journey), 2, tuple(blocks))


def _points(context: ReportContext, measure: Measure) -> Definitions:
    items = []
    for field, _, term, meaning in SINGLE_POINT_LISTS:
        found: tuple[str, ...] = getattr(measure.single_points, field)
        runs: list[Run] = []
        for index, event in enumerate(found):
            runs.append(Run(", " if index else ""))
            runs.append(Run(context.names.event(event), link=context.row_of(event)))
        if not found:
            runs.append(Run("none", "quiet"))
        if found:
            runs.append(Run(f" — {meaning}", "quiet"))
        items.append(Definition(f"{term} ({len(found)})", tuple(runs)))
    return Definitions(tuple(items))


def _contributors(context: ReportContext, journey: JourneyResult, measure: Measure) -> Table:
    parts = contributors(measure, MOST_CONTRIBUTORS)
    rows = tuple(
        Row(
            (
                cell(context.names.event(part.event), link=context.row_of(part.event)),
                cell(downtime_text(part.minutes_year * 60.0)),
                cell(ratio_text(min(part.share, 1.0))),
                cell(downtime_text(part_of(part, measure))),
            )
        )
        for part in parts
    )
    rest = sum(1 for part in contributors(measure)) - len(parts)
    caption = share_sentence(context, measure)
    if rest:
        caption += f" The {len(parts)} largest of {len(parts) + rest} contributors."
    columns = (
        Column("If this never failed", 3),
        Column("Saved a year", 1.4, "right"),
        Column("Share of downtime", 1.4, "right"),
        Column("Its part", 1.2, "right"),
    )
    return Table(f"table-parts:{journey.id}", caption, columns, rows)


def _cut_sets(context: ReportContext, journey: JourneyResult, measure: Measure) -> Table:
    sets = measure.cut_sets
    total = measure.unavailability
    shown = sets.list[:MOST_CUT_SETS]
    rows = tuple(
        Row(
            (
                cell(str(len(one.events))),
                cell(context.names.events(one.events)),
                cell(probability_text(one.probability)),
                cell(ratio_text(min(one.probability / total, 1.0)) if total > 0 else "–"),
            )
        )
        for one in shown
    )
    columns = (
        Column("Order", 0.6, "right"),
        Column("Failures that together stop the journey", 5),
        Column("Probability", 1.2, "right"),
        Column("Share", 0.9, "right"),
    )
    return Table(f"table-cuts:{journey.id}", _cut_caption(sets, total, len(shown)), columns, rows)


def _cut_caption(sets: CutSets, total: float, shown: int) -> str:
    singles = sets.by_order.get(1, 0)
    orders = listed(
        f"{_many(count)} of order {order}" for order, count in sorted(sets.by_order.items()) if count
    )
    single_share = sum(one.probability for one in sets.list if len(one.events) == 1)
    text = f"{_many(sets.count)} minimal cut {'set' if sets.count == 1 else 'sets'}"
    text += f": {orders}" if orders else ""
    if singles and total > 0:
        text += f"; those of order 1 give {ratio_text(min(single_share / total, 1.0))} of the downtime"
    return f"{text}; the {shown} most probable." if shown < sets.count else f"{text}."


def _many(count: int) -> str:
    """Return a count with all its digits, from a million on to two in powers of ten: "5.5 × 10¹⁸"."""
    if count < _COUNTED:
        return f"{count:,}"
    power = len(str(count)) - 1
    tens = round(count / 10.0**power, 1)
    if tens >= 10.0:
        tens, power = 1.0, power + 1
    raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{tens:.1f}{THIN}×{THIN}10{raised}"


def _remarks(context: ReportContext, journey: JourneyResult, sets: CutSets) -> list[str]:
    remarks = []
    if not sets.complete:
        remarks.append(f"Cut sets were counted up to order {sets.max_order}; larger ones exist.")
    for pool in journey.assumed_pools:
        targets = listed(context.names.element(target) for target in pool.targets)
        source = context.names.element(pool.source)
        remarks.append(
            f"Behind {source}, {targets} were taken as alternatives of which {pool.needs} must work "
            f"({pool.reason})."
        )
    return remarks + warning_sentences(journey, context.names.element)
