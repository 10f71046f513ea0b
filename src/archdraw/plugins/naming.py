"""What somebody else's code gave or raised, in words."""

from __future__ import annotations


def said_of(error: BaseException) -> str:
    """Return what an exception of somebody else's code says, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":. ")


def kind_of(one: object) -> str:
    """Return of which type a thing is, with its article: "a Rule", "an Importer"."""
    name = type(one).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
