"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.report.document import Cover, Definition, Run
from archdraw.report.judging import verdict
from archdraw.report.naming import long_date

if TYPE_CHECKING:
    from archdraw.report.context import ReportContext


def cover(context: ReportContext) -> Cover:
    """Return the verdicts at a glance and the block that identifies the document."""
    design, options = context.design, context.options
    facts = [
        Definition("Date", (Run(long_date(options.date)),)),
        Definition("Status", (Run(design.status or "not stated"),)),
        Definition("Classification", (Run(design.classification or "not stated"),)),
        Definition("Authors", (Run(", ".join(design.authors) or "not stated"),)),
        Definition("Reviewers", (Run(", ".join(design.reviewers) or "not stated"),)),
        Definition("File", (Run(options.file_name or "not saved"),)),
        Definition("SHA-256 of the file", (Run(options.file_digest or "not saved", "code"),)),
        Definition("Revision analysed", (Run(context.analysis.revision.removeprefix("sha256:"), "code"),)),
        Definition("Made with", (Run(options.tool),)),
    ]
    if options.version:
        facts.insert(1, Definition("Version", (Run(options.version),)))
    verdicts = tuple(verdict(context, journey, measure) for journey, measure in context.served)
    picture = context.drawings[0].display if context.drawings and design.components else None
    return Cover(verdicts, tuple(facts), picture)
