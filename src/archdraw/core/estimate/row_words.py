"""What the name of a row speaks of: its words without endings, less those that only say what is measured."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]{4,}")
_GENERAL = frozenset({
    "average", "averages", "mean", "peak", "peaks", "daily", "over", "total", "totals", "need", "needed",
    "call", "calls", "query", "queries", "request", "requests", "traffic", "load", "loads", "rate", "rates",
    "second", "seconds", "number", "size", "spare", "with", "server", "servers", "instance", "instances",
    "machine", "machines", "node", "nodes", "storage", "stored", "store", "stores", "data", "disk", "disks",
    "after", "year", "years", "growth",
})  # fmt: skip
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")
_LEAST = 3


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of names that tell them apart: "Redirects, peak" and "redirect" have one in common."""
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return frozenset(_stem(word) for word in words - _GENERAL)


def _stem(word: str) -> str:
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _LEAST), "")
    stem = word.removesuffix(ending)
    return stem.removesuffix("e") if len(stem) > _LEAST + 1 else stem
