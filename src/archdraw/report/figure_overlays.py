"""Overlays by a figure of each component: availability, downtime, cost, owner, tag."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import availability_text, downtime_text, money_text
from archdraw.core.drawing.display import FigureKey, FigureMark
from archdraw.core.model import element_of_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from archdraw.core.analysis.result import Analysis, JourneyResult
    from archdraw.core.model import Design

    Marks = dict[str, FigureMark]
    Keys = tuple[FigureKey, ...]

# Colours that categories take in turn; what comes after them shares the last one.
_TOKENS = tuple(
    f"family-{family}"
    for family in ("edge", "data", "cache", "security", "observability", "compute", "messaging", "platform")
)
_REST = "family-external"
_SCALE = "accent"
# What the long and the short end of a scale are called.
_ENDS = {"up": ("Least available", "Most available"), "sum": ("Most", "Least")}


def availability_marks(analysis: Analysis) -> tuple[Marks, Keys]:
    """Return the availability of each component; the bar is longer the more it is down."""
    down = {one.id: 1.0 - one.availability for one in analysis.components if one.availability is not None}
    return _scaled(down, lambda lost: availability_text(1.0 - lost), _ENDS["up"], logarithmic=True)


def downtime_marks(design: Design, journeys: Iterable[JourneyResult]) -> tuple[Marks, Keys]:
    """Return the minutes a year that each element gives to the journey it hurts most."""
    minutes: dict[str, float] = {}
    for journey in journeys:
        measure = journey.measures.get("served")
        own: dict[str, float] = {}
        for event, importance in (measure.importance if measure is not None else {}).items():
            element = element_of_event(design, event)
            own[element] = own.get(element, 0.0) + importance.minutes_year
        for element, lost in own.items():
            minutes[element] = max(minutes.get(element, 0.0), lost)
    hurting = {element: value for element, value in minutes.items() if value > 0}
    return _scaled(hurting, lambda value: f"{downtime_text(value * 60.0)} a year", _ENDS["sum"])


def cost_marks(design: Design, analysis: Analysis | None) -> tuple[Marks, Keys]:
    """Return what each component costs a month, by the analysis or as stated."""
    costs = {one.id: one.cost_month for one in design.components if one.cost_month is not None}
    if analysis is not None:
        costs |= {one.id: one.cost_month for one in analysis.components if one.cost_month is not None}
    return _scaled(costs, money_text, _ENDS["sum"])


def owner_marks(design: Design) -> tuple[Marks, Keys]:
    """Return the owner of each component that has one."""
    return _sorted_out({one.id: one.owner for one in design.components}, "without owner")


def tag_marks(design: Design) -> tuple[Marks, Keys]:
    """Return the first tag of each component that has one."""
    return _sorted_out({one.id: one.tags[0] if one.tags else "" for one in design.components}, "without tag")


def _scaled(
    values: Mapping[str, float],
    say: Callable[[float], str],
    ends: tuple[str, str],
    *,
    logarithmic: bool = False,
) -> tuple[Marks, Keys]:
    """Return a bar and a figure for each value; the key gives the ends of the scale."""
    if not values:
        return {}, (FigureKey(_SCALE, None, "No component has this figure"),)
    least, most = min(values.values()), max(values.values())

    def share(value: float) -> float:
        if most <= 0:
            return 0.0
        if logarithmic:
            # Four nines and five nines would look the same on a plain scale.
            low, high = log10(max(least, 1e-12)), log10(max(most, 1e-12))
            return 1.0 if high == low else 0.05 + 0.95 * (log10(max(value, 1e-12)) - low) / (high - low)
        return value / most

    marks = {key: FigureMark(say(value), share(value), _SCALE) for key, value in values.items()}
    keys = [FigureKey(_SCALE, share(most), f"{ends[0]}: {say(most)}")]
    if least != most:
        keys.append(FigureKey(_SCALE, share(least), f"{ends[1]}: {say(least)}"))
    return marks, tuple(keys)


def _sorted_out(words: Mapping[str, str], without: str) -> tuple[Marks, Keys]:
    """Return a name and a colour for each word; the key lists words with their number."""
    counts = Counter(word for word in words.values() if word)
    order = sorted(counts, key=lambda word: (-counts[word], word.casefold()))
    tokens = {word: _TOKENS[at] if at < len(_TOKENS) else _REST for at, word in enumerate(order)}
    marks = {key: FigureMark(word, None, tokens[word]) for key, word in words.items() if word}
    keys = [FigureKey(tokens[word], None, f"{word}: {counts[word]}") for word in order[: len(_TOKENS)]]
    more = order[len(_TOKENS) :]
    if more:
        keys.append(FigureKey(_REST, None, f"{len(more)} others: {sum(counts[word] for word in more)}"))
    lacking = sum(not word for word in words.values())
    if lacking:
        keys.append(FigureKey("", None, f"{lacking} {without}"))
    return marks, tuple(keys)
