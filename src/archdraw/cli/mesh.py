"""`archdraw mesh`: a network of cables, and how probable it is that places are cut off from each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import UnusableError, say, say_json, shown

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.mesh import MeshSolution

_MOST_SHOWN = 20
_YEAR_MINUTES = 365 * 24 * 60


def mesh(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help="Cables, one a row: from, to, availability. A row without `to` is about the node.",
        ),
    ],
    between: Annotated[
        str | None,
        typer.Option("--between", "-b", metavar="A,B,…", help="Which nodes; all of them if not said."),
    ] = None,
    format: Annotated[Format, typer.Option(help="Text, or one JSON object.")] = Format.TEXT,
) -> None:
    """Say how available the connection of places in a network is, whose links and nodes fail: exactly."""
    from archdraw.core.analysis.reliability.mesh import MeshError, solve_mesh
    from archdraw.importers.mesh_csv import read_mesh

    try:
        network = read_mesh(file)
        named = [] if between is None else [name.strip() for name in between.split(",") if name.strip()]
        terminals = tuple(named) if between is not None else network.all_nodes
        found = solve_mesh(network, terminals)
    except MeshError as error:
        raise UnusableError(f"{shown(file)}: {error}") from None
    if format is Format.JSON:
        from archdraw.core.analysis.result_json import plain

        about = {"terminals": list(terminals), "availability": 1.0 - found.unavailability, "method": "exact"}
        say_json({"format": "archdraw-mesh", "version": 1, **about, **plain(found)})
        return
    failures = {**network.nodes, **{link.id: link.failure for link in network.links}}
    _print_solution(found, terminals if between is not None else None, failures)


def _print_solution(
    found: MeshSolution, terminals: tuple[str, ...] | None, failures: dict[str, float]
) -> None:
    from archdraw.core.analysis.wording import availability_text, downtime_text

    lost = found.unavailability
    who = "All nodes" if terminals is None else " and ".join(terminals)
    say(f"{who}: connected {availability_text(1.0 - lost, lost)} of the time (exact)")
    say(f"  unavailability {lost:.9g}, {downtime_text(lost * _YEAR_MINUTES * 60)} a year")
    points = ", ".join(found.single_points) or "none"
    say(f"  single points of failure: {points}")
    if found.birnbaum is None:
        say("  The network is too large to say how much each cable matters.")
        return
    # What perfect reliability of one would save: ∂U/∂q × q.
    saved = {name: slope * failures.get(name, 0.0) * _YEAR_MINUTES for name, slope in found.birnbaum.items()}
    ranked = sorted((name for name in saved if saved[name] > 0.0), key=lambda name: (-saved[name], name))
    if ranked:
        say("  would save a year if it never failed")
    for name in ranked[:_MOST_SHOWN]:
        say(f"    {downtime_text(saved[name] * 60):>14}  {name} (Birnbaum {found.birnbaum[name]:.6g})")
    if len(ranked) > _MOST_SHOWN:
        say(f"    … and {len(ranked) - _MOST_SHOWN:,} more")
