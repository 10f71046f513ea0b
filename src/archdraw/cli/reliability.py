"""`archdraw reliability`: a fault tree in Open-PSA XML, solved by the engine behind the drawings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say, say_json, shown

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.fault_tree import TreeResult

_MOST_EVENTS = 30


def reliability(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE.xml", help="Fault trees in Open-PSA format; several files make one model."
        ),
    ],
    cut_sets: Annotated[
        int,
        typer.Option("--cut-sets", metavar="N", min=0, max=1000, help="List the N most probable cut sets."),
    ] = 10,
    nodes: Annotated[
        int | None,
        typer.Option(
            "--nodes",
            metavar="N",
            min=1,
            max=20_000_000,
            help="Most nodes of a diagram, a million if not said; beyond it bounds or an estimate.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
) -> None:
    """Say how probable the top events of a fault tree are: probability, minimal cut sets, importance."""
    from archdraw.core.analysis.reliability.fault_tree import BUDGET, FaultTreeError, solve_tree
    from archdraw.importers.openpsa import read_fault_tree

    try:
        tree = read_fault_tree(*files)
        results = [solve_tree(tree, top, budget=nodes or BUDGET) for top in tree.tops]
    except FaultTreeError as error:
        named = f"{shown(files[0])}: " if len(files) == 1 else ""
        raise UnusableError(f"{named}{error}") from None
    if format is Format.JSON:
        from archdraw.core.analysis.result_json import plain

        answer = [plain(result) for result in results]
        for one in answer:
            if one["cut_sets"] is not None:
                one["cut_sets"]["list"] = one["cut_sets"]["list"][:cut_sets]
        notes = {"notes": tree.notes} if tree.notes else {}
        say_json({"format": "archdraw-reliability", "version": 1, "top_events": answer, **notes})
        return
    for number, result in enumerate(results):
        if number:
            say()
        _print_result(result, cut_sets)
    for note in tree.notes:
        say(f"  {note}")


def _print_result(result: TreeResult, listed: int) -> None:
    say(f"{result.top}: {result.gates:,} gates over {result.events:,} basic events")
    if result.interval is None:
        say(f"  probability {result.probability:.9g} ({result.method})")
    else:
        low, high = result.interval
        most = f"{result.probability:.6g}, " if result.method == "estimated" else ""
        sure = ", 95 % sure" if result.method == "estimated" else ""
        say(f"  probability {most}{low:.9g} to {high:.9g} ({result.method}{sure})")
    sets = result.cut_sets
    if sets is None or result.importance is None:
        say("  The tree has NOT or XOR gates: it is not coherent and has no minimal cut sets.")
        return
    orders = ", ".join(f"{count:,} of order {order}" for order, count in sets.by_order.items() if count)
    reach = "" if sets.complete else f", counted up to order {sets.max_order}"
    say(f"  minimal cut sets: {sets.count:,}{f' ({orders})' if orders else ''}{reach}")
    for cut in sets.list[:listed]:
        say(f"    {cut.probability:.6g}  {' + '.join(cut.events)}")
    ranked = sorted(result.importance.items(), key=lambda entry: (-entry[1].criticality, entry[0]))
    if ranked:
        say("  importance           Birnbaum   criticality  Fussell–Vesely         RAW         RRW")
    for event, found in ranked[:_MOST_EVENTS]:
        vesely = "–" if found.fussell_vesely is None else f"{found.fussell_vesely:.6g}"
        say(
            f"    {event:<16} {found.birnbaum:>12.6g}  {found.criticality:>12.6g}  {vesely:>14}"
            f"  {found.raw:>10.5g}  {found.rrw:>10.5g}"
        )
    if len(ranked) > _MOST_EVENTS:
        say(f"    … and {len(ranked) - _MOST_EVENTS:,} more")
