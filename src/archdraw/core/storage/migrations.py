"""Older documents become today's, one pure step per version, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.model import FORMAT_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


# From version n to n + 1. Version 1 is the first, so there is nothing to take over yet.
STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def migrate(
    document: dict[str, Any],
    *,
    to_version: int = FORMAT_VERSION,
    steps: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = STEPS,
) -> dict[str, Any]:
    """Return the document in version `to_version`; one that is as new comes back as it is.

    Raises
    ------
    LookupError
        When there is no step from a version on the way.
    """
    version = document.get("version", 1)
    while version < to_version:
        if version not in steps:
            message = f"there is no way from version {version} to version {version + 1}"
            raise LookupError(message)
        document = {**steps[version](document), "version": version + 1}
        version += 1
    return document
