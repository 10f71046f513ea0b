"""Puts the chapters together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.report.chapters.assumptions import assumptions, conventions
from archdraw.report.chapters.availability import availability
from archdraw.report.chapters.blast_radius import blast_radius
from archdraw.report.chapters.budget import budget
from archdraw.report.chapters.changes import changes
from archdraw.report.chapters.checklist import checklist
from archdraw.report.chapters.cost import cost
from archdraw.report.chapters.cover import cover
from archdraw.report.chapters.data import data
from archdraw.report.chapters.deployment import deployment
from archdraw.report.chapters.failover import failover
from archdraw.report.chapters.failure_modes import failure_modes
from archdraw.report.chapters.findings import findings
from archdraw.report.chapters.inventory import inventory
from archdraw.report.chapters.paths import paths
from archdraw.report.chapters.performance import performance
from archdraw.report.chapters.remediation import remediation
from archdraw.report.chapters.requirements import decisions, recorded_risks, requirements
from archdraw.report.chapters.risks import risks
from archdraw.report.chapters.scope import scope
from archdraw.report.chapters.sign_off import sign_off
from archdraw.report.chapters.simulation import simulation
from archdraw.report.chapters.single_points import single_points
from archdraw.report.chapters.summary import summary
from archdraw.report.chapters.surroundings import surroundings
from archdraw.report.chapters.topology import topology
from archdraw.report.context import OtherDrawings, ReportContext, go_on
from archdraw.report.document import DocumentMeta, ReviewDocument
from archdraw.report.numbering import numbered
from archdraw.report.resolving import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archdraw.core.analysis import Analysis
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design
    from archdraw.report.context import ReportOptions, ViewDrawing
    from archdraw.report.document import Section
    from archdraw.report.templates import Template

    Chapter = Callable[[ReportContext], tuple[Section, ...]]

# The order of the document. A chapter without content leaves itself out.
CHAPTERS: tuple[Chapter, ...] = (
    summary,
    changes,
    surroundings,
    topology,
    paths,
    deployment,
    scope,
    requirements,
    availability,
    budget,
    failover,
    single_points,
    blast_radius,
    performance,
    cost,
    simulation,
    data,
    checklist,
    findings,
    failure_modes,
    risks,
    recorded_risks,
    decisions,
    remediation,
    inventory,
    assumptions,
    conventions,
    sign_off,
)


def build_report(
    design: Design,
    analysis: Analysis,
    catalog: Catalog,
    drawings: Iterable[ViewDrawing],
    *,
    options: ReportOptions,
    template: Template | None = None,
    others: OtherDrawings | None = None,
    check_stop: Callable[[], None] = go_on,
) -> ReviewDocument:
    """Return the review document of a design as data.

    Parameters
    ----------
    design, analysis, catalog
        What is reviewed, and the analysis of this very state of it.
    drawings
        The views to show, in order; the first one also shows the single points.
    options
        Date, version and identity of the file: what can't be known from the design.
    template
        Which chapters to write, and how the document is called; None: the whole review.
    others
        Drawings besides the views, and the comparison with an earlier version, for chapters of their own;
        None: there are no such chapters.
    check_stop
        Called before each chapter and on the way of long ones; raises when the review is to be given up.
    """
    deployed, around, since = others or OtherDrawings()
    context = ReportContext(
        design, analysis, catalog, tuple(drawings), options, since, deployed, around, check_stop
    )
    chapters = CHAPTERS if template is None else template.chapters
    sections, labels = numbered(_written(chapters, context))
    if template is not None:
        sections = tuple(resolved(section, labels) for section in sections)
    meta = DocumentMeta(
        title=design.title or "Untitled design",
        subtitle="Architecture review" if template is None else template.subtitle,
        description=design.description,
        authors=design.authors,
        status=design.status,
        classification=design.classification,
        version=options.version,
        date=options.date,
        file_name=options.file_name,
        file_digest=options.file_digest,
        revision=analysis.revision,
        tool=options.tool,
        logo=options.logo,
    )
    return ReviewDocument(
        meta, cover(context), sections, labels, brief=template is not None and template.brief
    )


def _written(chapters: Iterable[Chapter], context: ReportContext) -> Iterator[Section]:
    for chapter in chapters:
        context.check_stop()
        yield from chapter(context)
