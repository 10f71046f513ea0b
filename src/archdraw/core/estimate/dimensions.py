"""What a quantity is made of: powers of seconds, bytes, money, and of the things that are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Powers by name, sorted by it; a name with the power 0 is left out.
Dimension = tuple[tuple[str, int], ...]
PLAIN: Dimension = ()
TIME, DATA = "s", "byte"
# Everything else is a thing that is counted (user, request, row …); counted things are told apart as well.
PHYSICAL = frozenset({TIME, DATA, "USD", "EUR", "m", "kg", "A", "K", "mol", "cd"})


def dimension(powers: Iterable[tuple[str, int]]) -> Dimension:
    """Return the dimension with these powers, added up by name."""
    total: dict[str, int] = {}
    for name, power in powers:
        total[name] = total.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in total.items() if power))


def product(one: Dimension, other: Dimension) -> Dimension:
    """Return the dimension of a product."""
    return dimension((*one, *other)) if one and other else one or other


def power(one: Dimension, exponent: int) -> Dimension:
    """Return the dimension of a power."""
    return dimension((name, own * exponent) for name, own in one)


def quotient(one: Dimension, other: Dimension) -> Dimension:
    """Return the dimension of a quotient."""
    return product(one, power(other, -1))


def physical_part(one: Dimension) -> Dimension:
    """Return the dimension without the things that are counted."""
    return tuple(part for part in one if part[0] in PHYSICAL)


def counted_part(one: Dimension) -> Dimension:
    """Return the counted things of a dimension alone."""
    return tuple(part for part in one if part[0] not in PHYSICAL)


def dimension_text(one: Dimension) -> str:
    """Return a dimension as a unit: "byte/s", "request", "1/s"; nothing for a plain number."""
    above = "·".join(_with_power(name, power) for name, power in one if power > 0)
    below = "".join(f"/{_with_power(name, -power)}" for name, power in one if power < 0)
    return (above or "1") + below if below else above


def _with_power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"
