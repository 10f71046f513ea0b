"""What the analyser warns of, in sentences: the same in command line and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "network_narrowed": "Cables lead more ways than could be looked at for {name}: only those with few turns "
    "count, so the real figure is better.",
    "needs_more_than_there_is": "{name} needs more instances than it has.",
}


def warning_text(warning: str, name: Callable[[str], str]) -> str:
    """Return a sentence for a warning of a journey, such as "no_load" or "network_narrowed:web".

    Parameters
    ----------
    name
        What an element is called.
    """
    code, _, element = warning.partition(":")
    sentence = _SENTENCES.get(code, f"{code.replace('_', ' ').capitalize()}.")
    return sentence.replace("{name}", name(element)) if element else sentence
