"""Rules that are not as they have to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archdraw.plugins.api import Context, Finding, Rule


def _raise(context: Context) -> Iterable[Finding]:
    raise ZeroDivisionError("nothing is divided by nothing")


def _give_words(context: Context) -> Iterable[Finding]:
    return ["a finding"]  # type: ignore[list-item]


RAISING = Rule("BROKEN-01", "Raises", "high", "It raises.", "the broken plug-in", _raise)
CLASHING = replace(RAISING, id="SPF-01")
NONSENSE = "a rule"
ODD = replace(RAISING, id="BROKEN-02", check=_give_words)
