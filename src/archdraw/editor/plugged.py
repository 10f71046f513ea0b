"""Where plug-ins meet what they extend: rules, kinds and export formats know nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.added_rules import take_more_rules_from
from archdraw.core.catalog import load_catalog
from archdraw.plugins.naming import said_of
from archdraw.plugins.registry import Plugins, plugins

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.catalog import Catalog
    from archdraw.core.storage import Opened
    from archdraw.exporters import ExportFormat, ExportJob, ExportNotes
    from archdraw.plugins.overview import Listed
    from archdraw.plugins.registry import Brought, BroughtImporter


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
    """Return all plug-ins that are installed; those that are allowed are loaded for it."""
    from archdraw.exporters import FORMATS
    from archdraw.plugins.overview import overview

    return overview(plugins(), catalog, tuple(one.name for one in FORMATS))


def offered_importers(found: Plugins | None = None) -> tuple[BroughtImporter, ...]:
    """Return what plug-ins read, which are loaded for it."""
    return (plugins() if found is None else found).importers()


def open_file(path: Path, catalog: Catalog | None = None, found: Plugins | None = None) -> Opened:
    """Return the document in a file of ours, or in one that a plug-in reads.

    What a plug-in has read has no file of its own yet, like a design in a picture.

    Raises
    ------
    StorageError
        With one sentence, when the file can't be used.
    """
    from archdraw.core.storage import read_design
    from archdraw.plugins.fitting import OWN_SUFFIXES

    suffix = path.suffix.lower()
    if not suffix or suffix.removeprefix(".") in OWN_SUFFIXES:
        return read_design(path, catalog)
    found = plugins() if found is None else found
    reader = next((one for one in found.importers() if one.importer.suffix == suffix), None)
    return read_design(path, catalog) if reader is None else _imported(found, reader, path, catalog)


def _imported(found: Plugins, brought: BroughtImporter, path: Path, catalog: Catalog | None) -> Opened:
    from dataclasses import replace

    from archdraw.core.storage import StorageError, design_text, parse_design
    from archdraw.core.storage.reading import read_bytes
    from archdraw.plugins.api import ImportInput

    data = read_bytes(path)
    known = open_catalog() if catalog is None else catalog
    try:
        design = brought.importer.read(ImportInput(data, path.name, known))
        text = design_text(design)
    except Exception as error:
        sentence = f"Reading as {brought.importer.name} broke off with {said_of(error)}."
        found.report(brought.plugin, sentence)
        raise StorageError(str(path), f"plug-in {brought.plugin}: {sentence}") from error
    # What comes from outside is held to the same rules as a file.
    return replace(parse_design(text.encode(), str(path), known), from_picture=True)


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
            sentence = f"The export as {exporter.name} broke off with {said_of(error)}."
            found.report(brought.plugin, sentence)
            raise ExportError(f"Plug-in {brought.plugin}: {sentence} No file was written.") from error
        if not isinstance(data, bytes):
            sentence = f"The export as {exporter.name} gave a {type(data).__name__} where bytes are wanted."
            found.report(brought.plugin, sentence)
            raise ExportError(f"Plug-in {brought.plugin}: {sentence} No file was written.")
        return data, ExportNotes()

    return ExportFormat(exporter.name, exporter.suffix, exporter.description, make)
