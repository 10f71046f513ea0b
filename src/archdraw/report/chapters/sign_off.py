"""Who has to agree, and to which state of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.report.document import (
    Block,
    Cell,
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
from archdraw.report.naming import long_date

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext

MOST_NAMED = 6
# Enough of a digest to tell two states apart on paper; the whole of it is on the cover.
_SHORT = 12


def sign_off(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter: the state that is signed, then a line for each who signs."""
    design, options = context.design, context.options
    if not design.components:
        return ()
    revision = context.analysis.revision.removeprefix("sha256:")[:_SHORT]
    digest = options.file_digest[:_SHORT]
    version = Definitions(
        (
            Definition("Version", (Run(options.version or "not numbered"),)),
            Definition("Date", (Run(long_date(options.date)),)),
            Definition("Status", (Run(design.status or "not stated"),)),
            Definition(
                "State signed",
                (Run(f"revision {revision}", "code"), Run(f", file {digest}" if digest else ", not saved")),
            ),
        )
    )
    said = Paragraph(
        (Run("A signature is about this state only: another revision is another document."),), "note"
    )
    blocks: tuple[Block, ...] = (
        version,
        *_history(design.history),
        _signatures(design.authors, design.reviewers),
        said,
    )
    return (Section("sign-off", "Version and sign-off", 1, blocks),)


def _history(written: str) -> tuple[Definitions, ...]:
    """Return what earlier versions were, as somebody wrote it."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    return (Definitions((Definition("Change history", (Run("\n".join(lines)),)),)),) if lines else ()


def _signatures(authors: tuple[str, ...], reviewers: tuple[str, ...]) -> Table:
    signing = [("Author", name) for name in authors[:MOST_NAMED]] or [("Author", "")]
    signing += [("Reviewer", name) for name in reviewers[:MOST_NAMED]] or [("Reviewer", "")]
    signing.append(("Approver", ""))
    # A second, empty line makes the row high enough to write in.
    blank = Cell((Run("\u00a0\n\u00a0"),))
    rows = tuple(Row((cell(role), cell(name) if name else blank, blank, blank)) for role, name in signing)
    columns = (Column("Role", 1), Column("Name", 2.2), Column("Signature", 2.6), Column("Date", 1.2))
    named = "the authors are those of the file" if authors else "the file names no author"
    return Table("table-signatures", f"{len(rows)} signatures are asked for; {named}.", columns, rows)
