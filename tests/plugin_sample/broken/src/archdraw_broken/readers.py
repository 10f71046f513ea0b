"""Importers and a command that are not as they have to be."""

from __future__ import annotations

from archdraw.plugins.api import ActionInput, Design, Importer, ImportInput, PluginAction


def _read(given: ImportInput) -> Design:
    raise RuntimeError("no glasses")


def _stumble(given: ActionInput) -> Design:
    raise RuntimeError("a stone")


OURS = Importer("ours", ".adraw", "Our own files", _read)
TORN = Importer("torn", ".tornfile", "Breaks off", _read)
STUMBLES = PluginAction("stumble", "Stumble", "Breaks off.", _stumble)
