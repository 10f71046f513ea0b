"""What a published figure that disagrees with its own formula has probably got wrong."""

from __future__ import annotations

from archdraw.core.estimate.figures import figure_text

_WITHIN = 0.02


def slip_between(computed: float, claimed: float) -> str | None:
    """Return what a claimed figure has probably got wrong, None where it agrees or nothing is known.

    Parameters
    ----------
    computed, claimed
        In the same unit.
    """
    if computed <= 0.0 or claimed <= 0.0:
        return None
    ratio = claimed / computed
    large = max(ratio, 1.0 / ratio)
    more = "too large" if ratio > 1.0 else "too small"
    if large <= 1.0 + _WITHIN:
        return None
    known = (
        (8.0, "bits were taken for bytes or the other way round"),
        (86_400.0, "a day was taken for a second or the other way round"),
        (3_600.0, "an hour was taken for a second or the other way round"),
        (60.0, "a minute was taken for a second or the other way round"),
        (30.0, "a month was taken for a day or the other way round"),
        (365.0, "a year was taken for a day or the other way round"),
        (1.024, "powers of ten and of two were mixed"),
        (1.024**2, "powers of ten and of two were mixed"),
        (1.024**3, "powers of ten and of two were mixed"),
        (1.024**4, "powers of ten and of two were mixed"),
    )
    for factor, why in known:
        if abs(large / factor - 1.0) <= (0.004 if factor < 2.0 else _WITHIN):
            return f"{figure_text(large)} times {more}: {why}"
    for thousands, name in ((1e3, "a thousand"), (1e6, "a million"), (1e9, "a thousand million")):
        # Published slips by a thousand are often rounded as well.
        if 0.5 < large / thousands < 2.0:
            return f"{figure_text(large)} times {more}: a factor of {name} slipped (kB, MB, GB, TB)"
    return f"{figure_text(large)} times {more}" if large >= 1.1 else None
