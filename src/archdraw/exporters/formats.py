"""The formats there are. A further one is a function, a line here and an entry point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.job import ExportError, ExportFormat, ExportNotes

if TYPE_CHECKING:
    from archdraw.core.analysis import Analysis
    from archdraw.exporters.job import ExportJob
    from archdraw.report.context import Since
    from archdraw.report.document import ReviewDocument


def _make_pdf(job: ExportJob) -> tuple[bytes, ExportNotes]:
    from archdraw.exporters.pdf import write_pdf

    written = write_pdf(
        review_document(job),
        paper=job.paper,
        theme=job.theme,
        large=job.large,
        note=job.note,
        design=_embedded(job),
    )
    return written.data, ExportNotes(written.warnings)


def _make_html(job: ExportJob) -> tuple[bytes, ExportNotes]:
    from archdraw.exporters.web import write_html

    return write_html(review_document(job), check_stop=job.check_stop).encode("utf-8"), ExportNotes()


def _make_markdown(job: ExportJob) -> tuple[bytes, ExportNotes]:
    from archdraw.core.drawing import load_theme
    from archdraw.exporters.web import write_markdown
    from archdraw.exporters.web.pictures import FigurePainter

    document = review_document(job)
    if not job.folder:
        return write_markdown(document).encode("utf-8"), ExportNotes()
    painter = FigurePainter(load_theme("light"))
    names: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for number, figure in enumerate(document.figures, 1):
        job.check_stop()
        files.append((f"figure-{number}.svg", painter.file(figure)))
        names[figure.id] = f"{job.folder}/figure-{number}.svg"
    return write_markdown(document, names).encode("utf-8"), ExportNotes(beside=tuple(files))


def review_document(job: ExportJob) -> ReviewDocument:
    """Return the review that a job asks for, as data.

    Raises
    ------
    ExportError
        There is no such template or view.
    """
    from archdraw import __version__
    from archdraw.exporters.drawings import (
        context_drawing,
        deployment_drawing,
        view_drawings,
        whole_analysis_of,
    )
    from archdraw.report.building import build_report
    from archdraw.report.context import OtherDrawings, ReportOptions
    from archdraw.report.templates import SHORT_TEMPLATES, TEMPLATE_NAMES

    if job.template not in TEMPLATE_NAMES:
        known = ", ".join(TEMPLATE_NAMES)
        raise ExportError(f'There is no template "{job.template}"; there are: {known}.')
    template = next((one for one in SHORT_TEMPLATES if one.name == job.template), None)

    analysed = whole_analysis_of(job)
    job.check_stop()
    options = ReportOptions(
        date=job.day,
        version=job.document_version,
        file_name=job.file_name,
        file_digest=job.file_digest,
        tool=f"ArchDraw {job.version or __version__}",
        logo=job.logo,
    )
    drawings = view_drawings(job, analysed)
    since = _since(job, analysed)
    around = (deployment_drawing(job), context_drawing(job)) if template is None else (None, None)
    others = OtherDrawings(*around, since)
    return build_report(
        job.design,
        analysed,
        job.catalog,
        drawings,
        options=options,
        template=template,
        others=others,
        check_stop=job.check_stop,
    )


def _embedded(job: ExportJob) -> bytes | None:
    """Return the design as its file has it, for the picture to carry; None where it is left out."""
    from archdraw.core.storage import design_text

    return design_text(job.design).encode("utf-8") if job.embed else None


def _since(job: ExportJob, analysed: Analysis) -> Since | None:
    """Return the comparison with the earlier version that the job names, with its drawing."""
    if job.since is None:
        return None
    from archdraw.core.analysis import analyse
    from archdraw.core.comparing import compare
    from archdraw.exporters.changes import change_display
    from archdraw.exporters.drawings import view_of
    from archdraw.report.context import Since

    before = analyse(job.since, job.catalog, should_stop=job.should_stop, today=job.day)
    comparison = compare(job.since, job.design, before, analysed)
    drawn = bool(job.design.views) and bool(comparison.elements)
    view = view_of(job) if drawn else ""
    display = change_display(job.since, job.design, comparison.elements, view, job.catalog) if drawn else None
    return Since(comparison, display, job.since_name)


def _make_svg(job: ExportJob) -> tuple[bytes, ExportNotes]:
    from archdraw.core.drawing import load_theme
    from archdraw.core.storage import design_parts
    from archdraw.exporters.drawings import diagram_of
    from archdraw.exporters.svg import svg_file

    design = design_parts(job.design) if job.embed else None
    data = svg_file(diagram_of(job), load_theme(job.theme), title=job.design.title, design=design)
    return data, ExportNotes()


def _make_png(job: ExportJob) -> tuple[bytes, ExportNotes]:
    from archdraw.core.drawing import load_theme
    from archdraw.core.storage.pictures import with_design
    from archdraw.exporters.drawings import diagram_of
    from archdraw.exporters.png import write_png

    data, warnings = write_png(diagram_of(job), load_theme(job.theme), scale=job.scale)
    design = _embedded(job)
    return data if design is None else with_design(data, design), ExportNotes(warnings)


PDF = ExportFormat("pdf", ".pdf", "Review document", _make_pdf)
SVG = ExportFormat("svg", ".svg", "Drawing as vectors", _make_svg)
PNG = ExportFormat("png", ".png", "Drawing as pixels", _make_png)
HTML = ExportFormat("html", ".html", "Review document as a web page", _make_html)
MARKDOWN = ExportFormat("md", ".md", "Review document as Markdown", _make_markdown)
FORMATS: tuple[ExportFormat, ...] = (PDF, SVG, PNG, HTML, MARKDOWN)
