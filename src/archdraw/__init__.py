"""ArchDraw: draw an architecture, see how it fails and how much it carries, hand over the review."""

__version__ = "0.1.0"
