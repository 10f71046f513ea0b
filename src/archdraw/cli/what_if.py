"""`archdraw what-if`: the single changes that save a journey most downtime, with before, after and cost."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import Progress, UnusableError, say, say_json, shown
from archdraw.cli.documents import open_document, require_journey

if TYPE_CHECKING:
    from archdraw.core.analysis.what_if import Change


class Ranking(enum.StrEnum):
    """What stands first."""

    MINUTES = "minutes"
    COST = "cost"


def what_if(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    journey: Annotated[
        str | None, typer.Option("--journey", "-j", metavar="J", help="Which journey; the first if not said.")
    ] = None,
    most: Annotated[
        int, typer.Option("--most", "-n", metavar="N", min=1, max=100, help="List so many changes.")
    ] = 10,
    by: Annotated[
        Ranking, typer.Option(help="Rank by minutes saved, or by minutes for each unit of money.")
    ] = Ranking.MINUTES,
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
) -> None:
    """Say which single change to FILE saves most downtime, and its cost; FILE stays as it is."""
    from archdraw.core.analysis.what_if import rank_changes
    from archdraw.core.model import element_name
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    design = open_document(file, catalog).design
    chosen = require_journey(design, journey, file)
    entry = design.journey_by_id[chosen].entry
    if entry is None or entry not in design.component_by_id:
        raise UnusableError(
            f"{shown(file)}: the journey “{chosen}” has no entry, so nothing can be computed."
        )
    with Progress("trying changes") as progress:
        changes = rank_changes(
            design, catalog, journey=chosen, told=lambda tried, total, _: progress.tell(tried / total)
        )
    if by is Ranking.COST:
        changes = tuple(sorted(changes, key=_dearness))
    if format is Format.JSON:
        say_json(
            {
                "format": "archdraw-what-if",
                "version": 1,
                "journey": chosen,
                "changes": [_plain(change, chosen) for change in changes[:most]],
            }
        )
        return
    _print_changes(changes, chosen, element_name(design, chosen), most)


def _dearness(change: Change) -> tuple[bool, bool, float]:
    """Return what puts free changes first, then those that save most for their money, then the unpriced."""
    unknown, worth = change.cost_month is None, change.minutes_per_cost
    return unknown, worth is not None, -(change.minutes_saved if worth is None else worth)


def _plain(change: Change, journey: str) -> dict[str, Any]:
    from archdraw.core.analysis.result_json import plain

    answer: dict[str, Any] = plain(change)
    answer["before"] = {
        "unavailability": change.before[journey],
        "availability": 1.0 - change.before[journey],
    }
    answer["after"] = {"unavailability": change.after[journey], "availability": 1.0 - change.after[journey]}
    answer["minutes_per_cost"] = plain(change.minutes_per_cost)
    return answer


def _print_changes(changes: tuple[Change, ...], journey: str, name: str, most: int) -> None:
    from archdraw.core.analysis.result import METHODS
    from archdraw.core.analysis.wording import availabilities_apart, availability_text

    if not changes:
        say(f"{name}: no single change that was tried saves downtime.")
        return
    before = changes[0].before[journey]
    now = availability_text(1.0 - before, before)
    method = max((change.method for change in changes), key=METHODS.index)
    say(f"{name}: served {now} now. What single changes would save ({method}):")
    if method == "bounded":
        say("Not all figures are exact: what is not lies between bounds, and is given at their worse ends.")
    elif method == "estimated":
        say("Not all figures are exact: some are estimated, and small differences between them mean nothing.")
    for number, change in enumerate(changes[:most], start=1):
        first, after = availabilities_apart(before, change.after[journey])
        say()
        say(f"{number:>3}. {change.description}")
        say(f"     {_minutes(change.minutes_saved)} a year less: {first} → {after}; {_cost(change)}")
    if len(changes) > most:
        say()
        say(f"… and {len(changes) - most:,} more.")


def _minutes(minutes: float) -> str:
    from archdraw.core.analysis.wording import downtime_text

    return downtime_text(minutes * 60.0)


def _cost(change: Change) -> str:
    from archdraw.core.analysis.wording import money_text, number_text

    if change.cost_month is None:
        return "cost not known"
    if change.cost_month == 0.0:
        return "no further cost"
    worth = change.minutes_per_cost or 0.0
    return f"{money_text(change.cost_month)} more a month ({number_text(worth, 3)} min for each of it)"
