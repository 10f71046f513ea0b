"""What a plug-in may use; README.md beside this file shows how. Everything else may change any day.

A plug-in is an installed distribution that names, as entry points, what it brings:

- ``archdraw.api``: one entry whose *name* is the version of this module that it was written for, such as
  ``"1.1" = "archdraw.plugins.api"``. Without it, or with one that does not fit, nothing of it is loaded.
- ``archdraw.rules``: a `Rule`, or a tuple of them.
- ``archdraw.exporters``: an `Exporter`.
- ``archdraw.importers``: an `Importer`.
- ``archdraw.actions``: a `PluginAction`.
- ``archdraw.packs``: the package in whose folder ``pack.toml`` lies; its code is not run.

The first number of the version changes when a plug-in has to change, the second when something is added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from archdraw.core.analysis.context import Context
from archdraw.core.analysis.result import Analysis, Finding, Severity
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.core.records import frozen
from archdraw.plugins.version import API_VERSION

if TYPE_CHECKING:
    from datetime import date

    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import DisplayList

__all__ = [
    "API_VERSION",
    "ActionInput",
    "Analysis",
    "Component",
    "Connection",
    "Context",
    "Design",
    "ExportInput",
    "Exporter",
    "Finding",
    "Group",
    "ImportInput",
    "Importer",
    "Journey",
    "NotApplicable",
    "PluginAction",
    "Rule",
    "Severity",
]


@frozen
class ExportInput:
    """What an exporter is given.

    Attributes
    ----------
    view_id
        The view that is shown; None: the first one.
    theme
        "light", "dark" or "print".
    analysis
        Computes the whole analysis, or returns the one there is.
    drawing
        Makes the display list of the view: paths, texts and pictures as they are painted.
    """

    design: Design
    catalog: Catalog
    day: date
    view_id: str | None
    theme: str
    analysis: Callable[[], Analysis]
    drawing: Callable[[], DisplayList]


@frozen
class Exporter:
    """One more format: what `write` returns becomes the file, in one step.

    `name` is what the format is asked for by, small letters and digits; `suffix` is that of its files, with
    the dot. An exception in `write` becomes a sentence, and no file is written.
    """

    name: str
    suffix: str
    description: str
    write: Callable[[ExportInput], bytes]


@frozen
class ImportInput:
    """What an importer is given: the bytes of a file, and its name for messages."""

    data: bytes
    name: str
    catalog: Catalog


@frozen
class Importer:
    """Files of one more kind: `read` returns the design that is in one; it gets a file of its own when saved.

    `name` is small letters and digits; `suffix` is that of the files, with the dot. An exception in `read`
    becomes a sentence, and nothing is opened.
    """

    name: str
    suffix: str
    description: str
    read: Callable[[ImportInput], Design]


@frozen
class ActionInput:
    """What an action is given; `selection` holds ids of components, groups and connections."""

    design: Design
    catalog: Catalog
    selection: frozenset[str]
    view_id: str | None
    analysis: Callable[[], Analysis]


@frozen
class PluginAction:
    """One more command, in Edit ▸ Plug-in commands, in the palette and wherever keys are chosen.

    `perform` returns the changed design, which becomes one step that can be undone; a sentence to show; or
    None. An exception becomes a sentence, and nothing is changed. New components find a place by themselves.
    """

    name: str
    title: str
    description: str
    perform: Callable[[ActionInput], Design | str | None]
