"""Whether what an entry point gives is what its group is for: exporters, importers and actions."""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z0-9]{1,16}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,16}")
_LONGEST_TITLE = 48
# Files that the program reads itself.
OWN_SUFFIXES = frozenset({"adraw", "json", "svg", "png", "pdf"})


def exporter_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't be an export format, None when it can."""
    from archdraw.plugins.api import Exporter

    if not isinstance(one, Exporter):
        return f"It gives a {type(one).__name__} where an Exporter is wanted."
    texts = (one.name, one.suffix, one.description)
    if not all(isinstance(text, str) for text in texts) or not callable(one.write):
        return "Name, suffix and description of an exporter have to be texts, and write a function."
    return _format_fault("exporter", "a format", one.name, one.suffix, taken)


def importer_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't read files, None when it can."""
    from archdraw.plugins.api import Importer

    if not isinstance(one, Importer):
        return f"It gives a {type(one).__name__} where an Importer is wanted."
    texts = (one.name, one.suffix, one.description)
    if not all(isinstance(text, str) for text in texts) or not callable(one.read):
        return "Name, suffix and description of an importer have to be texts, and read a function."
    return _format_fault("importer", "an importer", one.name, one.suffix, taken)


def action_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't be a command of the menus, None when it can."""
    from archdraw.plugins.api import PluginAction

    if not isinstance(one, PluginAction):
        return f"It gives a {type(one).__name__} where a PluginAction is wanted."
    texts = (one.name, one.title, one.description)
    if not all(isinstance(text, str) for text in texts) or not callable(one.perform):
        return "Name, title and description of an action have to be texts, and perform a function."
    if not _NAME.fullmatch(one.name) or not 0 < len(one.title.strip()) <= _LONGEST_TITLE:
        return (
            f"The name {one.name!r} of an action has to be small letters and digits, and its title up to "
            f"{_LONGEST_TITLE} signs."
        )
    if one.name in taken:
        return f"There is an action {one.name} already; this one was left out."
    return None


def _format_fault(what: str, there: str, name: str, suffix: str, taken: set[str]) -> str | None:
    if not _NAME.fullmatch(name) or not _SUFFIX.fullmatch(suffix):
        return (
            f"The name {name!r} and the suffix {suffix!r} of an {what} have to be small letters "
            "and digits, the suffix with a dot."
        )
    if taken & {name, suffix.removeprefix(".")}:
        return f"There is {there} {name} or a suffix {suffix} already; this one was left out."
    return None
