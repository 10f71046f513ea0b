"""`archdraw simulate`: a journey, request by request, under steady load or when something happens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.analyse import Format
from archdraw.cli.console import Progress, UnusableError, say, say_json, shown
from archdraw.cli.documents import open_document, require_folder, require_journey

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.results import SimulationResult
    from archdraw.core.storage import Opened

_File = Annotated[Path | None, typer.Argument(metavar="FILE", help="The design.")]
_Journey = Annotated[
    str | None, typer.Option("--journey", "-j", metavar="J", help="Which journey; the first if not said.")
]
_ScenarioName = Annotated[
    str, typer.Option("--scenario", "-s", metavar="S", help="What happens; --list names them.")
]
_Element = Annotated[
    str | None, typer.Option("--element", "-e", metavar="ID", help="What it strikes: a domain, a cache …")
]
_Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=N", help="A parameter of the scenario.")
]
_Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Same seed, same result.")]
_Requests = Annotated[
    int | None,
    typer.Option(
        "--requests",
        "-n",
        metavar="N",
        min=1,
        help="Requests a replication; 20,000 or what it takes if not said.",
    ),
]
_Duration = Annotated[
    float | None, typer.Option("--duration", "-d", metavar="S", help="Measure so many seconds instead.")
]
_Replications = Annotated[
    int, typer.Option("--replications", "-r", metavar="R", min=2, max=100, help="Independent runs.")
]
_Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=0, help="Processes; as many as pay if not said.")
]
_Alone = Annotated[bool, typer.Option("--alone", help="Without the load of the other journeys.")]
_Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write FILE with this result, for its report; may be FILE itself."),
]
_Listing = Annotated[bool, typer.Option("--list", help="Name the scenarios and what they strike.")]


def simulate(
    file: _File = None,
    journey: _Journey = None,
    scenario: _ScenarioName = "steady",
    element: _Element = None,
    parameter: _Set = None,
    seed: _Seed = 1,
    requests: _Requests = None,
    duration: _Duration = None,
    replications: _Replications = 10,
    workers: _Workers = None,
    alone: _Alone = False,
    output: _Output = None,
    listing: _Listing = False,
    format: Annotated[Format, typer.Option(help="Tables, or one JSON object.")] = Format.TEXT,
) -> None:
    """Simulate a journey of FILE: latencies, errors and queues with 95 % intervals, beside the formulas."""
    from archdraw.core.analysis.simulation.refusing import NotSimulated
    from archdraw.core.analysis.simulation.request import SimulationRequest

    if listing:
        _list_scenarios(file, journey, format)
        return
    if file is None:
        raise UnusableError("say which design to simulate; archdraw simulate --list names the scenarios.")
    from archdraw.core.analysis.simulation.running import simulate as run_simulation
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    opened = open_document(file, catalog)
    design = opened.design
    if output is not None:
        _require_writable(opened, file, output)
    request = SimulationRequest(
        journey=require_journey(design, journey, file),
        scenario=scenario,
        seed=seed,
        requests=requests,
        duration_s=duration,
        replications=replications,
        element=element,
        parameters=tuple(_named_number(one) for one in parameter or ()),
        alone=alone,
    )
    try:
        with Progress("simulating") as progress:
            found = run_simulation(design, catalog, request, workers=workers, progress=progress.tell)
    except NotSimulated as error:
        raise UnusableError(f"{shown(file)}: {error}") from error
    if output is not None:
        _keep(found, opened, file, output)
    if format is Format.JSON:
        from archdraw.core.analysis.simulation.json_form import simulation_json

        say_json(simulation_json(found))
        return
    from archdraw.cli.simulation_text import print_simulation

    print_simulation(found, design, file)


def _named_number(text: str) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        wrong = f"“{value}” is not a number" if sign else "there is no “=”"
        raise UnusableError(f"--set {text}: {wrong}; write it as --set factor=3.") from None


def _require_writable(opened: Opened, file: Path, output: Path) -> None:
    require_folder(output)
    if opened.read_only:
        reason = "a newer ArchDraw made it; writing it again would lose parts of it."
        raise UnusableError(f"{shown(file)}: {reason}")


def _keep(found: SimulationResult, opened: Opened, file: Path, output: Path) -> None:
    """Write the design with the result that its report draws."""
    from archdraw.core.analysis.simulation.keeping import KEY, kept_form
    from archdraw.core.storage import save_design

    design = opened.design
    kept = design.model_copy(update={"extensions": {**design.extensions, KEY: kept_form(found)}})
    same = output.exists() and output.samefile(file)
    save_design(output, kept, expected_digest=opened.digest if same else None, opened=opened)


def _list_scenarios(file: Path | None, journey: str | None, format: Format) -> None:
    """Name the scenarios; with a design also what each may strike in it."""
    from archdraw.core.analysis.simulation.scenarios import SCENARIOS

    able = _able(file, journey) if file is not None else {}
    if format is Format.JSON:
        say_json(
            [
                {
                    "id": one.id,
                    "title": one.title,
                    "summary": one.summary,
                    "parameters": {each.name: each.default for each in one.parameters},
                    "elements": able.get(one.id),
                }
                for one in SCENARIOS
            ]
        )
        return
    for one in SCENARIOS:
        say(f"{one.id}: {one.title}")
        _say_indented(one.summary)
        for each in one.parameters:
            unit = f", {each.unit}" if each.unit else ""
            _say_indented(f"--set {each.name}={each.default:g} ({each.label.lower()}{unit})")
        if one.element_label:
            there = able.get(one.id)
            named = f": {', '.join(there[:8]) or 'none on this journey'}" if there is not None else ""
            _say_indented(f"--element ({one.element_label.lower()}){named}")


def _say_indented(text: str) -> None:
    import textwrap

    for line in textwrap.wrap(text, 74, break_on_hyphens=False):
        say(f"    {line}")


def _able(file: Path, journey: str | None) -> dict[str, list[str]]:
    from archdraw.core.analysis.simulation.refusing import NotSimulated
    from archdraw.core.analysis.simulation.running import able_to_strike
    from archdraw.editor.plugged import open_catalog

    catalog = open_catalog()
    design = open_document(file, catalog).design
    try:
        return able_to_strike(design, catalog, require_journey(design, journey, file))
    except NotSimulated as error:
        raise UnusableError(f"{shown(file)}: {error}") from error
