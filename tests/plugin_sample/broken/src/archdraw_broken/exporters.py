"""Exporters that are not as they have to be."""

from __future__ import annotations

from archdraw.plugins.api import Exporter, ExportInput


def _raise(given: ExportInput) -> bytes:
    raise RuntimeError("no paper")


def _text(given: ExportInput) -> bytes:
    return "a text"  # type: ignore[return-value]


CLASHING = Exporter("pdf", ".pdf", "Another PDF", _raise)
RAISING = Exporter("torn", ".torn", "Breaks off", _raise)
TEXT = Exporter("words", ".words", "Gives no bytes", _text)
