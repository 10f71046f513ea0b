"""Whether what an entry point gives is what its group is for: exporters, importers and actions."""

from __future__ import annotations

import re

from archdraw.plugins.naming import kind_of

_NAME = re.compile(r"[a-z0-9]{1,16}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,16}")
_LONGEST_TITLE = 48
# Files that the program reads itself.
OWN_SUFFIXES = frozenset({"adraw", "json", "svg", "png", "pdf"})


def exporter_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't be an export format, None when it can."""
    from archdraw.plugins.api import Exporter

    if not isinstance(one, Exporter):
        return _other_fault(one, "an Exporter")
    fault = _shape_fault("an exporter", "write", one, ("name", "suffix", "description"))
    return fault or _format_fault("an exporter", "a format", one.name, one.suffix, taken)


def importer_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't read files, None when it can."""
    from archdraw.plugins.api import Importer

    if not isinstance(one, Importer):
        return _other_fault(one, "an Importer")
    fault = _shape_fault("an importer", "read", one, ("name", "suffix", "description"))
    return fault or _format_fault("an importer", "an importer", one.name, one.suffix, taken)


def action_fault(one: object, taken: set[str]) -> str | None:
    """Return why something can't be a command of the menus, None when it can."""
    from archdraw.plugins.api import PluginAction

    if not isinstance(one, PluginAction):
        return _other_fault(one, "a PluginAction")
    fault = _shape_fault("an action", "perform", one, ("name", "title", "description"))
    if fault is not None:
        return fault
    if not _NAME.fullmatch(one.name) or not 0 < len(one.title.strip()) <= _LONGEST_TITLE:
        return (
            f"The name {one.name!r} of an action has to be small letters and digits, and its title up to "
            f"{_LONGEST_TITLE} signs."
        )
    if one.name in taken:
        return f"There is an action {one.name} already; this one was left out."
    return None


def _other_fault(one: object, wanted: str) -> str:
    return f"It gives {kind_of(one)} where {wanted} is wanted."


def _shape_fault(what: str, verb: str, one: object, texts: tuple[str, ...]) -> str | None:
    """Tell whether all that has to be text is text, and what has to be a function is one."""
    if all(isinstance(getattr(one, name), str) for name in texts) and callable(getattr(one, verb)):
        return None
    named = f"{', '.join(texts[:-1]).capitalize()} and {texts[-1]}"
    return f"{named} of {what} have to be texts, and {verb} a function."


def _format_fault(what: str, there: str, name: str, suffix: str, taken: set[str]) -> str | None:
    if not _NAME.fullmatch(name) or not _SUFFIX.fullmatch(suffix):
        return (
            f"The name {name!r} and the suffix {suffix!r} of {what} have to be small letters "
            "and digits, the suffix with a dot."
        )
    if taken & {name, suffix.removeprefix(".")}:
        return f"There is {there} {name} or a suffix {suffix} already; this one was left out."
    return None
