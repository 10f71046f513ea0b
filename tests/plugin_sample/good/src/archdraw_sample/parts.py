"""A list of the components with their availability, as lines of text."""

from __future__ import annotations

from archdraw.plugins.api import Exporter, ExportInput


def _write(given: ExportInput) -> bytes:
    lines = [given.design.title]
    for component in given.analysis().components:
        kind = given.catalog.kind(given.design.component_by_id[component.id].kind)
        lines.append(f"{component.id}\t{kind.label}\t{component.availability:.6f}")
    return ("\n".join(lines) + "\n").encode("utf-8")


EXPORTER = Exporter("parts", ".parts", "List of components", _write)
