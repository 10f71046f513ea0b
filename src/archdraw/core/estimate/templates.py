"""Sheets for the questions that are asked most, as data in resources/estimates."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archdraw.core.estimate.renaming import with_names
from archdraw.core.locations import resources_dir
from archdraw.core.model import Estimate, Input
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


@frozen
class Template:
    """A sheet to begin with. `checks` are results that its sources print, by row, as "36.5 TB"."""

    id: str
    title: str
    summary: str
    inputs: tuple[Input, ...]
    estimates: tuple[Estimate, ...]
    checks: tuple[tuple[str, str], ...] = ()

    def for_document(self, taken: Collection[str]) -> tuple[tuple[Input, ...], tuple[Estimate, ...]]:
        """Return the rows with ids that are not taken; the formulas follow."""
        used = set(taken)
        names: dict[str, str] = {}
        for one in (*self.inputs, *self.estimates):
            fresh, number = one.id, 2
            while fresh in used:
                fresh, number = f"{one.id}_{number}", number + 1
            used.add(fresh)
            if fresh != one.id:
                names[one.id] = fresh
        inputs = tuple(one.revised(id=names.get(one.id, one.id)) for one in self.inputs)
        estimates = tuple(
            one.revised(id=names.get(one.id, one.id), formula=with_names(one.formula, names))
            for one in self.estimates
        )
        return inputs, estimates


class TemplateError(ValueError):
    """There is no such template, or its file can't be used; the text is a sentence."""


def template_titles() -> tuple[tuple[str, str], ...]:
    """Return (id, title) of every template, by title."""
    return tuple((one.id, one.title) for one in all_templates())


@lru_cache(maxsize=1)
def all_templates() -> tuple[Template, ...]:
    """Return every template, by title.

    Raises
    ------
    TemplateError
        When a file can't be used.
    """
    files = sorted((resources_dir() / "estimates").glob("*.toml"))
    return tuple(sorted((_read(path) for path in files), key=lambda one: one.title.casefold()))


def template(wanted: str) -> Template:
    """Return a template by its id.

    Raises
    ------
    TemplateError
        When there is none of that id; the sentence lists those there are.
    """
    for one in all_templates():
        if one.id == wanted:
            return one
    known = ", ".join(one.id for one in all_templates())
    raise TemplateError(f"There is no template “{wanted}”; there are: {known}.")


def _read(path: Path) -> Template:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Template(
            path.stem,
            data["title"],
            data["summary"],
            tuple(Input.model_validate({"id": key, **row}) for key, row in data["inputs"].items()),
            tuple(Estimate.model_validate({"id": key, **row}) for key, row in data["estimates"].items()),
            tuple(data.get("checks", {}).items()),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TemplateError(f"The template {path.name} can’t be used: {error}.") from error
