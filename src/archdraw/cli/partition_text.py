"""Cuts, quorum waits and spanning changes in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.consistency_text import print_consistency
from archdraw.cli.console import open_console, print_section, shown, visible, without_trailing_spaces
from archdraw.core.model import element_name, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from archdraw.core.analysis.consistency.committing import SpanningChange
    from archdraw.core.analysis.consistency.records import Partition
    from archdraw.core.analysis.consistency.waiting import QuorumWait
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.model import Design


def print_promises(
    design: Design,
    file: Path,
    result: Analysis,
    cuts: Sequence[tuple[str, Partition]],
    waits: Sequence[QuorumWait],
    commits: Sequence[SpanningChange],
) -> None:
    """Print what each store promises, then each cut, then what quorums and spanning changes cost."""
    from rich.text import Text

    from archdraw.core.analysis.consistency.wording import commit_text, wait_text

    console = open_console()
    with without_trailing_spaces(console):
        console.print(Text(visible(design.title or file.stem), style="bold"), Text(f"· {shown(file)}"))
        if not result.consistency:
            console.print()
            _line(console, "Nothing here stores data.")
        print_consistency(console, result, design)
        for words, found in cuts:
            print_section(console, f"The network cut: {words}")
            _print_cut(console, design, found)
        if not cuts:
            console.print()
            _line(console, "No two zones or regions stand side by side, so there is no network to cut.")
        if waits:
            print_section(console, "What a quorum waits for")
            for one in waits:
                _line(console, f"  {element_name(design, one.store)}, {wait_text(one)}.")
        if commits:
            print_section(console, "Changes that span stores")
            for change in commits:
                what = listed(element_name(design, target) for target in change.targets)
                journey = element_name(design, change.journey)
                _line(console, f"  {element_name(design, change.source)} changes {what} in {journey}.")
                _line(console, f"    {commit_text(change)}")


def _line(console: Console, words: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    text = words.lstrip(" ")
    console.print(Padding(Text(visible(text)), (0, 0, 0, len(words) - len(text))))


def _print_cut(console: Console, design: Design, found: Partition) -> None:
    for journey, sentences in found.journeys.items():
        _line(console, f"  {element_name(design, journey)}")
        for sentence in sentences:
            _line(console, f"    {sentence}")
    for sentences in found.stores.values():
        for sentence in sentences:
            _line(console, f"  · {sentence}")
