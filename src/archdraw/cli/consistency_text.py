"""The consistency of stores in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.console import add_row, new_table, print_section
from archdraw.core.model import element_name

if TYPE_CHECKING:
    from rich.console import Console

    from archdraw.core.analysis.result import Analysis
    from archdraw.core.model import Design


def print_consistency(console: Console, result: Analysis, design: Design) -> None:
    """Print class, copies, tolerated failures, age of reads and loss of each store."""
    from archdraw.core.analysis.consistency.wording import (
        copies_text,
        loss_text,
        lost_writes_text,
        mode_text,
        stale_text,
        tolerated_text,
    )

    if not result.consistency:
        return
    print_section(console, "Data")
    table = new_table(
        "Store", "Class", "Copies", "May fail: R · W", "Reads old by", "Failover loses", whole=("Class",)
    )
    for one in result.consistency:
        lost = lost_writes_text(one)
        add_row(
            table,
            (
                element_name(design, one.store),
                (one.pacelc or "–", one.basis if one.pacelc else "not known"),
                (copies_text(one), mode_text(one)),
                tolerated_text(one),
                stale_text(one),
                (loss_text(one), lost) if lost else loss_text(one),
            ),
        )
    console.print(table)
