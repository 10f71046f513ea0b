"""From a job to the display list of a view; shared by all pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing import NO_OVERLAY, FontMetrics, Scene, build_display_list
from archdraw.exporters.job import ExportError
from archdraw.report.context import ContextDrawing, DeploymentDrawing, ViewDrawing
from archdraw.report.overlays import OVERLAY_NAMES, overlay_of

if TYPE_CHECKING:
    from archdraw.core.analysis import Analysis
    from archdraw.core.drawing import DisplayList, Overlay, TextMeasurer
    from archdraw.exporters.job import ExportJob


def diagram_of(job: ExportJob, measurer: TextMeasurer | None = None) -> DisplayList:
    """Return the drawing that a job asks for, with its overlay.

    Raises
    ------
    ExportError
        The design has no such view, or there is no such overlay.
    """
    overlay = NO_OVERLAY
    if job.overlay not in OVERLAY_NAMES:
        raise ExportError(f'There is no overlay "{job.overlay}"; there are: {", ".join(OVERLAY_NAMES)}.')
    if job.overlay != "none":
        overlay = overlay_of(job.design, analysis_of(job), job.overlay)
    return _display(job, view_of(job), overlay, measurer or FontMetrics())


def view_drawings(job: ExportJob, analysis: Analysis) -> tuple[ViewDrawing, ...]:
    """Return the drawings of a review: all views, the named one first and with its single points.

    Raises
    ------
    ExportError
        The design has no such view.
    """
    from archdraw.core.drawing.reading_key import with_key

    metrics = FontMetrics()
    first = view_of(job) if job.design.views else ""
    views = sorted(job.design.views, key=lambda view: view.id != first)
    marks = overlay_of(job.design, analysis, "single-points")
    drawings = []
    for index, view in enumerate(views):
        job.check_stop()
        with collector_paused():
            scene = Scene(job.design, view.id, job.catalog, metrics, for_a_page=True)
            if view.id == job.view_id:
                scene.tell(job.found)
        plain = _overlaid(scene, NO_OVERLAY)
        marked = _overlaid(scene, marks) if index == 0 else None
        paths = _paths(job, scene, analysis) if index == 0 else {}
        keyed = with_key(plain, job.design, job.catalog, metrics)
        drawings.append(ViewDrawing(view.id, view.name, plain, marked, paths, keyed))
    return tuple(drawings)


def deployment_drawing(job: ExportJob) -> DeploymentDrawing | None:
    """Return what stands where, drawn; None where the design has no failure domains."""
    from archdraw.report.deployment import VIEW, deployment_of

    found = deployment_of(job.design, job.catalog)
    if found is None:
        return None
    return DeploymentDrawing(found, build_display_list(found.design, VIEW, job.catalog, FontMetrics()))


def context_drawing(job: ExportJob) -> ContextDrawing | None:
    """Return the system among what surrounds it, drawn with a key; None where nothing does."""
    from archdraw.core.drawing.reading_key import with_key
    from archdraw.report.surroundings import VIEW, surroundings_of

    found = surroundings_of(job.design, job.catalog)
    if found is None:
        return None
    metrics = FontMetrics()
    display = build_display_list(found.design, VIEW, job.catalog, metrics)
    # By the design as it is: the card of the system is no boundary of it.
    return ContextDrawing(found, with_key(display, job.design, job.catalog, metrics))


def _overlaid(scene: Scene, overlay: Overlay) -> DisplayList:
    """Return the scene with an overlay; where lines run is worked out once for all of them."""
    with collector_paused():
        scene.set_overlay(overlay)
        return scene.display_list()


def _paths(job: ExportJob, scene: Scene, analysis: Analysis) -> dict[str, DisplayList]:
    """Return the view once for each journey, with what it needs marked; a short document has no such."""
    if job.template != "full":
        return {}
    drawn = {}
    for journey in analysis.journeys:
        job.check_stop()
        if journey.path:
            overlay = overlay_of(job.design, analysis, "journey", journey.id)
            drawn[journey.id] = _overlaid(scene, replace(overlay, chosen="Needed by this journey"))
    return drawn


def analysis_of(job: ExportJob) -> Analysis:
    """Return the analysis of the job's design: the one given, else made here."""
    from archdraw.core.analysis import analyse

    if job.analysis is not None:
        return job.analysis
    return analyse(job.design, job.catalog, should_stop=job.should_stop, latency=False, today=job.day)


def whole_analysis_of(job: ExportJob) -> Analysis:
    """Return the analysis with latency and headroom, which a live result may not have yet."""
    from archdraw.core.analysis import add_latency

    analysis = analysis_of(job)
    if analysis.headroom is not None:
        return analysis
    return add_latency(analysis, job.design, job.catalog, should_stop=job.should_stop, today=job.day)


def view_of(job: ExportJob) -> str:
    """Return the id of the view to draw.

    Raises
    ------
    ExportError
        The design has no such view, or none at all.
    """
    views = job.design.views
    if not views:
        raise ExportError("The design has no view, so there is nothing to draw; add one and try again.")
    if job.view_id is None:
        return views[0].id
    if job.view_id not in job.design.view_by_id:
        known = ", ".join(view.id for view in views)
        raise ExportError(f'The design has no view "{job.view_id}"; it has: {known}.')
    return job.view_id


def _display(job: ExportJob, view_id: str, overlay: Overlay, metrics: TextMeasurer) -> DisplayList:
    return build_display_list(job.design, view_id, job.catalog, metrics, overlay, job.found)
