"""What the analyser warns of, in sentences: the same in command line and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from archdraw.core.analysis.result import JourneyResult, NarrowedCall

# Stands for how much of a network counts.
_PLACES = "{places}"
# {name} is how the element is called that the warning is about.
_SENTENCES = {
    "no_entry": "It begins at no component, so nothing is computed for it.",
    "no_load": "No load is stated: its times are those without waiting.",
    "sized_for_average": "No peak load is stated: it counts with its average.",
    "amplification_loop": "Its calls multiply without end in a ring, so that there is no load and no latency "
    "to compute.",
    "metastable": "After a burst, repeated calls can keep it overloaded (metastable).",
    "ambiguous_cycle": "Components that answer for each other make its availability a matter of who is up "
    "first: the lower figure stands, both are shown as bounds.",
    "network_narrowed": "Cables lead more ways for {name} than could be counted: availability, shares and "
    "importance are those of the ways with few turns{places}, so it is at least as available; single points, "
    "losses and cut sets hold with all ways.",
    "needs_more_than_there_is": "{name} needs more instances than it has.",
}


def warning_text(warning: str, name: Callable[[str], str], narrowed: Iterable[NarrowedCall] = ()) -> str:
    """Return a sentence for a warning of a journey, such as "no_load" or "network_narrowed:web".

    Parameters
    ----------
    name
        What an element is called.
    narrowed
        How much of their networks calls of the journey count.
    """
    code, _, element = warning.partition(":")
    sentence = _SENTENCES.get(code, f"{code.replace('_', ' ').capitalize()}.")
    for one in narrowed:
        if one.connection == element:
            sentence = sentence.replace(_PLACES, f" (over {one.kept:,} of {one.all:,} places and cables)")
    sentence = sentence.replace(_PLACES, "")
    return sentence.replace("{name}", name(element)) if element else sentence


def warning_sentences(
    result: JourneyResult, name: Callable[[str], str], codes: Collection[str] | None = None
) -> list[str]:
    """Return the warnings of a journey as sentences: those with these codes, or (None) all."""
    return [
        warning_text(one, name, result.narrowed)
        for one in result.warnings
        if codes is None or one.partition(":")[0] in codes
    ]


def narrowed_sentences(result: JourneyResult, name: Callable[[str], str]) -> list[str]:
    """Return a sentence for each call of a journey over a network of which not all ways are counted."""
    return warning_sentences(result, name, ("network_narrowed",))
