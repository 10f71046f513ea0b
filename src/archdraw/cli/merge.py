"""`archdraw merge`: three states of a design made one; a merge driver for git."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archdraw.cli.console import UnusableError, say, shown, warn
from archdraw.cli.documents import require_folder

if TYPE_CHECKING:
    from archdraw.core.model import Design
    from archdraw.core.storage import Opened

CONFLICTS = 1


def merge(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="What both sides were made of.")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="Our side.")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="The other side.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the result goes; OURS if not said.")
    ] = None,
) -> None:
    """Make one design of OURS and THEIRS, by element and field, and write it over OURS or to OUT.

    As a merge driver of git: git config merge.archdraw.driver 'archdraw merge %O %A %B', and a line
    "*.adraw merge=archdraw" in .gitattributes.

    Exit code 0: merged without conflicts; 1: merged, but the document keeps conflicts, and shows them when it
    is opened; 2: a file can't be used, and nothing is written.
    """
    target = output or ours
    require_folder(target)
    from archdraw.core.storage.saving import check_no_picture

    check_no_picture(target)
    from archdraw.core.merging import conflict_sentences, merge_designs
    from archdraw.core.storage import parse_design
    from archdraw.core.storage.saving import document_bytes

    ancestor, mine, yours = _ancestor(base), _side(ours), _side(theirs)
    merged = merge_designs(ancestor, mine.design, yours.design)
    # Where the result is one side as it was, its very bytes are written.
    same_as = next((one for one in (mine, yours) if merged.design == one.design), mine)
    data = document_bytes(merged.design, same_as, target)
    for sentence in parse_design(data, shown(target)).repairs:
        warn(f"{shown(target)}: {sentence}")
    _write(target, data)
    if not merged.conflicts:
        say(f"{shown(target)}: merged without conflicts.")
        return
    many = len(merged.conflicts)
    say(f"{shown(target)}: merged; {many} {'conflict is' if many == 1 else 'conflicts are'} left:")
    known = conflict_sentences(merged.design)
    for sentence in known[-many:]:
        say(f"  {sentence}")
    say("Ours stands in each place. Open the document: its Comparison panel settles one after the other.")
    raise typer.Exit(CONFLICTS)


def _ancestor(file: Path) -> Design:
    """Return the common ancestor: nothing where git has none, and passes an empty file for it."""
    from archdraw.core.model import Design

    if str(file) == "/dev/null" or (file.is_file() and file.stat().st_size == 0):
        return Design()
    return _side(file).design


def _side(file: Path) -> Opened:
    from archdraw.core.storage import read_design

    opened = read_design(file)
    if opened.read_only:
        raise UnusableError(
            f"{shown(file)}: a newer ArchDraw made it; merging it here would lose parts of it."
        )
    return opened


def _write(target: Path, data: bytes) -> None:
    from archdraw.core.storage import SystemDisk, write_atomically

    write_atomically(target, data, SystemDisk(), name=shown(target))
