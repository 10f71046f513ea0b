"""What is said where a simulation makes no sense."""

from __future__ import annotations


class NotSimulated(ValueError):  # noqa: N818 - what is asked for makes no sense for this design
    """The journey can't be simulated; the text is a sentence that says why and what helps."""
