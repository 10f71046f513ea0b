"""Designs written as arrows, a line each: `web -> app`."""

from __future__ import annotations

from archdraw.plugins.api import Component, Connection, Design, Importer, ImportInput


def _read(given: ImportInput) -> Design:
    pairs = []
    for number, line in enumerate(given.data.decode("utf-8").splitlines(), 1):
        ends = [end.strip() for end in line.split("->")]
        if len(ends) != 2 or not all(ends):
            raise ValueError(f"line {number} of {given.name} is no arrow")
        pairs.append(ends)
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return Design(
        title=given.name,
        components=tuple(Component(id=name, kind="service", name=name.capitalize()) for name in names),
        connections=tuple(
            Connection(id=f"{source}-{target}", source=source, target=target) for source, target in pairs
        ),
    )


IMPORTER = Importer("arrows", ".arrows", "Lists of arrows", _read)
