"""The version of the plug-in API, and whether a plug-in fits it."""

from __future__ import annotations

import re

API_VERSION = "1.1"
_WRITTEN = re.compile(r"(\d{1,4})\.(\d{1,4})")


def why_unfit(wanted: tuple[str, ...]) -> str | None:
    """Return why a plug-in written for these versions of the API can't be loaded, None when it can.

    One of the versions has to have the same first number and no later second one.
    """
    if not wanted:
        return (
            "It does not say for which version of the plug-in API it was written "
            f'(an entry point "{API_VERSION}" in the group archdraw.api).'
        )
    ours = _parts(API_VERSION)
    for one in wanted:
        theirs = _parts(one)
        if theirs is not None and ours is not None and theirs[0] == ours[0] and theirs[1] <= ours[1]:
            return None
    return (
        f"It was written for version {', '.join(wanted)} of the plug-in API; this ArchDraw has {API_VERSION}."
    )


def _parts(version: str) -> tuple[int, int] | None:
    match = _WRITTEN.fullmatch(version)
    return None if match is None else (int(match[1]), int(match[2]))
