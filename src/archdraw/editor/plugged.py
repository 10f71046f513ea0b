"""Where plug-ins meet what they extend: rules, kinds and export formats know nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.added_rules import take_more_rules_from
from archdraw.core.catalog import load_catalog
from archdraw.plugins.registry import Plugins, plugins

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.exporters import ExportFormat, ExportJob, ExportNotes
    from archdraw.plugins.overview import Listed
    from archdraw.plugins.registry import Brought


def open_catalog() -> Catalog:
    """Return the catalogue with the packs of plug-ins, and let analyses ask for their rules.

    None of the plug-ins' code runs here: a pack is data, rules are loaded by the first analysis.
    """
    use_rules()
    return load_catalog(more_packs=plugins().pack_folders())


def use_rules() -> None:
    """Let analyses and lists of rules ask for those of plug-ins."""
    take_more_rules_from(plugins().rules)


def offered_formats(found: Plugins | None = None) -> tuple[ExportFormat, ...]:
    """Return our export formats and those of plug-ins, which are loaded for it."""
    from archdraw.exporters import FORMATS

    found = plugins() if found is None else found
    taken = [one.name for one in FORMATS]
    return (*FORMATS, *(_format(found, one) for one in found.exporters(taken)))


def list_plugins(catalog: Catalog) -> tuple[Listed, ...]:
    """Return all plug-ins that are installed; those that are on are loaded for it."""
    from archdraw.exporters import FORMATS
    from archdraw.plugins.overview import overview

    return overview(plugins(), catalog, tuple(one.name for one in FORMATS))


def _format(found: Plugins, brought: Brought) -> ExportFormat:
    from archdraw.exporters import ExportError, ExportFormat, ExportNotes, ExportStopped, diagram_of
    from archdraw.exporters.drawings import whole_analysis_of
    from archdraw.plugins.api import ExportInput

    exporter = brought.exporter

    def make(job: ExportJob) -> tuple[bytes, ExportNotes]:
        given = ExportInput(
            design=job.design,
            catalog=job.catalog,
            day=job.day,
            view_id=job.view_id,
            theme=job.theme,
            analysis=lambda: whole_analysis_of(job),
            drawing=lambda: diagram_of(job),
        )
        try:
            data = exporter.write(given)
        except (ExportError, ExportStopped):
            raise
        except Exception as error:
            said = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":. ")
            sentence = f"The export as {exporter.name} broke off with {said}."
            found.report(brought.plugin, sentence)
            raise ExportError(f"Plug-in {brought.plugin}: {sentence} No file was written.") from error
        if not isinstance(data, bytes):
            sentence = f"The export as {exporter.name} gave a {type(data).__name__} where bytes are wanted."
            found.report(brought.plugin, sentence)
            raise ExportError(f"Plug-in {brought.plugin}: {sentence} No file was written.")
        return data, ExportNotes()

    return ExportFormat(exporter.name, exporter.suffix, exporter.description, make)
