"""An explanation as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.cli.console import say_folded as say
from archdraw.core.analysis.cut_set_words import is_most, outages_text
from archdraw.core.analysis.explaining import together
from archdraw.core.analysis.reliability.arithmetic import digits
from archdraw.core.analysis.repair_times import missing_repair_text, without_repair_time
from archdraw.core.analysis.warning_words import narrowed_sentences
from archdraw.core.analysis.wording import availability_text, downtime_text, interval_text, percent_text
from archdraw.core.model import element_name, event_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.explaining import Explanation
    from archdraw.core.analysis.reliability.arithmetic import Factor, Term
    from archdraw.core.analysis.result import CutSet, Importance, Measure, RequestWeighted
    from archdraw.core.model import Design

_MOST_NEEDS = 60
_MOST_SETS = 20
_MOST_FACTORS = 20
_MOST_CHANCES = 60
# Of more caches the classes are given as numbers only.
_MOST_CLASSES = 4
_MEASURES = {
    "served": "served (what it can't do without)",
    "full": "full (nothing missing)",
    "done": "done (side effects included)",
}


def print_explanation(found: Explanation, design: Design) -> None:
    """Print structure, cut sets and arithmetic of a journey."""
    measure = found.measure
    say(f"{element_name(design, found.journey)}: {_MEASURES[found.measure_name]}")
    say(
        f"availability {availability_text(measure.availability, measure.unavailability)}, "
        f"down {'at most ' * is_most(measure)}{downtime_text(measure.downtime_s_year)} a year "
        f"({measure.method})"
    )
    if measure.interval is not None:
        low, high = measure.interval
        sure = ", 95 % sure" if measure.method == "estimated" else ""
        say(f"between {availability_text(low)} and {availability_text(high)}{sure}")
    if measure.uncertainty is not None:
        say(f"5–95 % of the stated ranges: {interval_text(measure.uncertainty)}")
    _print_outages(measure, design)
    _print_structure(found, design)
    _print_cut_sets(found, design)
    _print_chances(found, design)
    _print_arithmetic(found)
    if found.measure_name == "served" and found.result.request_weighted is not None:
        _print_requests(found, found.result.request_weighted, design)


def _print_outages(measure: Measure, design: Design) -> None:
    missing = without_repair_time(design, measure)
    if missing:
        say(missing_repair_text(design, missing))
    else:
        often = outages_text(measure)
        say(often[:1].upper() + often[1:])


def print_element(found: Explanation, design: Design, element: str) -> None:
    """Print what one element does to a journey."""
    tags = f"{found.measure_name}, {found.measure.method}"
    say(f"{event_name(design, element)} in {element_name(design, found.journey)} ({tags})")
    reason = found.result.reasons.get(element)
    if reason and found.measure_name == "served":
        say(reason)
    events = events_of(found, element)
    for sentence in narrowed_sentences(found.result, lambda one: event_name(design, one)):
        say(sentence)
    sets = sets_with(found, element)
    if not events and not sets:
        say(_not_needed(found, design, element))
        return
    for event in events:
        say()
        say(event_name(design, event))
        for line in _importance_lines(found.measure.importance[event]):
            say(f"  {line}")
    say()
    say(f"Minimal cut sets with it: {len(sets):,} of the {len(found.measure.cut_sets.list):,} listed")
    for cut in sets[:_MOST_SETS]:
        say(f"  {_set_line(cut, design)}")


def _not_needed(found: Explanation, design: Design, element: str) -> str:
    part = design.component_by_id.get(element)
    if any(need.component == element for need in found.needs) and part is not None:
        return "The journey goes over it, but nothing of it fails here: a client, or stated as always up."
    if found.result.narrowed:
        return "No way that is counted goes over it, and no set of failures that is listed takes it in."
    others = [name for name, one in found.result.measures.items() if _events(one, element)]
    words = f" Counted for {' and '.join(others)} it does (--measure {others[0]})." if others else ""
    return f"The journey does not depend on it.{words}"


def events_of(found: Explanation, element: str) -> list[str]:
    """Return what importance is known for of an element: itself, its instances, common cause, failover."""
    own = _events(found.measure, element)
    return own if len(own) <= 12 else [event for event in own if "#" not in event] + own[:1]


def _events(measure: Measure, element: str) -> list[str]:
    starts = (f"{element}#", f"{element}!")
    return [event for event in measure.importance if event == element or event.startswith(starts)]


def sets_with(found: Explanation, element: str) -> list[CutSet]:
    """Return the listed cut sets that an element, or one of its instances, is in."""
    starts = (f"{element}#", f"{element}!")
    return [
        cut
        for cut in found.measure.cut_sets.list
        if any(event == element or event.startswith(starts) for event in cut.events)
    ]


def _importance_lines(importance: Importance) -> list[str]:
    vesely = importance.fussell_vesely
    if vesely is not None:
        share = percent_text(vesely)
    elif importance.fussell_vesely_range is not None:
        share = " to ".join(percent_text(one) for one in importance.fussell_vesely_range)
    else:
        share = "not known"
    return [
        f"{importance.minutes_year:.4g} minutes a year would be saved if it never failed",
        f"Birnbaum {importance.birnbaum:.6g}, criticality {importance.criticality:.6g}",
        f"RAW {importance.raw:.6g}, RRW {importance.rrw:.6g}",
        f"Fussell–Vesely {share}",
    ]


def _print_structure(found: Explanation, design: Design) -> None:
    say()
    say("What needs what (each line: it works if all of this does)")
    for need in found.needs[:_MOST_NEEDS]:
        say(f"  {_called(design, need.component)}: {'; '.join((need.own, *need.needs))}")
    if len(found.needs) > _MOST_NEEDS:
        say(f"  … and {len(found.needs) - _MOST_NEEDS:,} more components")
    for sentence in found.networks:
        say(f"  {sentence}")
    for pool in found.result.assumed_pools:
        targets = ", ".join(element_name(design, one) for one in pool.targets)
        say(f"  (assumed: {targets} are alternatives, because {pool.reason})")


def _set_line(cut: CutSet, design: Design) -> str:
    names = " + ".join(event_name(design, event) for event in cut.events)
    share = "" if cut.share is None else f", {percent_text(cut.share)} of the outage"
    return f"{names}: {cut.probability:.6g}{share}"


def _print_cut_sets(found: Explanation, design: Design) -> None:
    sets = found.measure.cut_sets
    say()
    orders = ", ".join(f"{count:,} of order {order}" for order, count in sets.by_order.items() if count)
    reach = "" if sets.complete else f", counted up to order {sets.max_order}"
    say(f"Minimal cut sets: {sets.count:,}{f' ({orders})' if orders else ''}{reach}")
    for cut in sets.list[:_MOST_SETS]:
        say(f"  {_set_line(cut, design)}")
    if sets.count > _MOST_SETS:
        say(f"  … and {sets.count - _MOST_SETS:,} more")


def _called(design: Design, element: str) -> str:
    """Return the id, which the arithmetic goes by, with the name where that is another."""
    name = event_name(design, element)
    return element if name == element else f"{element} “{name}”"


def _print_chances(found: Explanation, design: Design) -> None:
    if not found.chances:
        return
    say()
    say("Where the chances of being down come from")
    for one in found.chances[:_MOST_CHANCES]:
        each = " (each instance)" if one.each else ""
        say(f"  {_called(design, one.id)}{each}: {digits(one.value)} = {one.numbers}   {one.origin}")
    if len(found.chances) > _MOST_CHANCES:
        say(f"  … and {len(found.chances) - _MOST_CHANCES:,} more")


def _print_arithmetic(found: Explanation) -> None:
    say()
    ways = ", by the ways of networks that are counted" if found.result.narrowed else ""
    say(f"Arithmetic: each of these is independent of the others and alone stops the journey{ways}")
    _print_factors(found.factors, "unavailability")
    if found.measure.method != "exact":
        how = "an estimate that says more" if found.measure.method == "estimated" else "known closer"
        closer = not math.isclose(found.combined, found.measure.unavailability, rel_tol=1e-9)
        more = f"; the availability above is {how}" if closer else ""
        say(f"  Not every part is exact: this is the worst that is certain{more}.")


def _print_factors(factors: Sequence[Factor], result: str, letter: str = "u", indent: str = "  ") -> None:
    """Print causes, one a line with the terms it is the sum of, and what they give together."""
    shown = factors[:_MOST_FACTORS]
    for number, factor in enumerate(shown, start=1):
        if len(factor.terms) == 1:
            say(f"{indent}{letter}{number} = {_product(factor.terms[0])}   {factor.terms[0].words}")
        else:
            bound = f" (at least {factor.low:.9g})" if factor.low != factor.value else ""
            say(f"{indent}{letter}{number} = {factor.value:.9g}{bound}   {factor.title}")
            for term in factor.terms:
                say(f"{indent}    + {_product(term)}   {term.words}")
        for words, terms in factor.where:
            numbers = " + ".join(term.numbers for term in terms)
            say(f"{indent}    where {digits(sum(term.value for term in terms))} = {numbers}   {words}")
    rest = factors[_MOST_FACTORS:]
    names = [f"(1 − {digits(factor.value)})" for factor in shown]
    if rest:
        say(f"{indent}r = {together(rest):.9g}   the other {len(rest):,} together")
        names.append(f"(1 − {digits(together(rest))})")
    if names:
        say(f"{indent}{result} = 1 − {' × '.join(names)} = {together(factors):.9g}")
    else:
        say(f"{indent}nothing that can fail: {result} = 0")


def _product(term: Term) -> str:
    value = f"{term.value:.9g}"
    return value if term.numbers == value else f"{term.numbers} = {value}"


def _print_requests(found: Explanation, weighted: RequestWeighted, design: Design) -> None:
    say()
    say("Of all requests: a hit needs the cache, or the store while the cache is down; a miss the store")
    for ratio in found.ratios:
        say(f"  {_called(design, ratio.id)} answers {ratio.numbers} of what it is asked   {ratio.origin}")
    for number, one in enumerate(weighted.classes, start=1):
        words = [f"hit in {element_name(design, cache)}" for cache in one.hits]
        words += [f"miss in {element_name(design, cache)}" for cache in one.misses]
        text = ", ".join(words)
        say(f"  c{number}: share {one.share:.6g}, of which {one.unavailability:.9g} fail   {text}")
        if len(weighted.classes) <= _MOST_CLASSES:
            _print_factors(found.classes[number - 1], f"c{number}", f"c{number}.", "      ")
    terms = " + ".join(f"{one.share:.12g} × {digits(one.unavailability)}" for one in weighted.classes)
    say(f"  failing requests = {terms} = {weighted.unavailability:.9g} ({weighted.method})")
    say(f"  served requests: {availability_text(weighted.availability, weighted.unavailability)}")
    if weighted.uncertainty is not None:
        say(f"  5–95 % of the stated ranges: {interval_text(weighted.uncertainty)}")
